package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.app.config.LoadedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  static Stream<Path> examples() throws IOException {
    List<Path> directories;
    try (Stream<Path> all = Files.list(EXAMPLES)) {
      directories = all.filter(Files::isDirectory).sorted().toList();
    }
    return directories.stream();
  }

  @Test
  void thereAreExamples() throws IOException {
    assertThat(examples().map(directory -> directory.getFileName().toString()))
        .contains(
            "api-keys", "masking", "minimal", "oauth-roles", "operate", "tls", "token-exchange");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleHasNoMistakesAndSaysWhatItIs(Path example) throws Exception {
    String secret = "0123456789abcdef0123456789abcdef";
    LoadedConfig loaded =
        new ConfigLoader(example.resolve("gateway.yaml"), name -> secret + name).load();

    assertThat(loaded.gateway().routes()).isNotEmpty();
    assertThat(example.resolve("README.md")).exists();
  }
}
