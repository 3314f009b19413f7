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
    Path config = GatewayProcess.config(directory, "");
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
