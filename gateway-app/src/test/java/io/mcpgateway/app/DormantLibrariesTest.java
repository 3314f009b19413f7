package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large libraries that few gateways need cost the others nothing: none of them is loaded. */
class DormantLibrariesTest {
  @TempDir private Path directory;

  @Test
  void whatTheConfigurationDoesNotNameIsNotLoaded() throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
            admin: { address: "127.0.0.1:0" }
            upstreams: [{ name: up, url: "http://127.0.0.1:1/mcp", protocol: modern }]
            routes: [{ path: /mcp, upstream: up, anonymous: true, permit-all: true }]
            drain: 1s
            """);
    Path classes = directory.resolve("classes");
    try (GatewayProcess gateway =
        GatewayProcess.start(
            config,
            directory.resolve("log"),
            List.of("env", "JAVA_TOOL_OPTIONS=-Xlog:class+load=info:file=" + classes))) {
      assertThat(gateway.stop()).isZero();
    }

    List<String> loaded = Files.readAllLines(classes);
    assertThat(loaded).anyMatch(line -> line.contains("io.mcpgateway.app.Gateway "));
    assertThat(loaded)
        .noneMatch(
            line ->
                line.contains(" io.opentelemetry.")
                    || line.contains(" org.apache.kafka.")
                    || line.contains(" io.lettuce.")
                    || line.contains(" org.duckdb."));
  }
}
