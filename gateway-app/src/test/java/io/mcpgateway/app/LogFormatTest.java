package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a gateway as its configuration wants it. */
class LogFormatTest {
  @TempDir Path directory;

  @Test
  void everyLineIsAnObject() throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : log("log: { format: json }")) {
      lines.add(WholeGateway.JSON.readTree(line));
    }

    assertThat(lines)
        .allSatisfy(line -> assertThat(line.fieldNames()).toIterable().contains("time", "message"))
        .anySatisfy(
            line -> {
              assertThat(line.path("level").asText()).isEqualTo("WARN");
              assertThat(line.path("message").asText()).startsWith("audit.mode is off");
              assertThat(line.path("logger").asText()).isEqualTo("io.mcpgateway.app.Gateway");
            })
        .anySatisfy(line -> assertThat(line.path("message").asText()).isEqualTo("stopped"));
  }

  @Test
  void whatIsLessImportantIsLeftOut() throws Exception {
    assertThat(log("log: { level: warn }"))
        .singleElement()
        .asString()
        .contains("WARN", "audit.mode is off");
  }

  private List<String> log(String settings) throws Exception {
    Path config = GatewayProcess.config(directory, "audit: { mode: off }\n" + settings);
    Path log = directory.resolve("log");
    try (GatewayProcess gateway = GatewayProcess.start(config, log, List.of())) {
      assertThat(gateway.stop()).isZero();
    }
    return Files.readAllLines(log);
  }
}
