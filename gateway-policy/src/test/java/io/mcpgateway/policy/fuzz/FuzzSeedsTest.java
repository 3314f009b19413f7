package io.mcpgateway.policy.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What fuzzing starts from and what it once found, in every build. */
class FuzzSeedsTest {
  private static final Path SEEDS = Path.of("src", "test", "resources", "fuzz");

  static Stream<Path> policies() throws IOException {
    return files("PolicyFileFuzz");
  }

  static Stream<Path> globs() throws IOException {
    return files("GlobFuzz");
  }

  static Stream<Path> uris() throws IOException {
    return files("ResourceUriFuzz");
  }

  static Stream<Path> masks() throws IOException {
    return files("MaskFuzz");
  }

  @ParameterizedTest
  @MethodSource
  void masks(Path seed) throws IOException {
    byte[] bytes = Files.readAllBytes(seed);
    // Cut off anywhere, it is still masked without an exception.
    for (int end = 0; end <= bytes.length; end++) {
      MaskFuzz.fuzzerTestOneInput(new String(bytes, 0, end, UTF_8).getBytes(UTF_8));
    }
  }

  @ParameterizedTest
  @MethodSource
  void policies(Path seed) throws IOException {
    PolicyFileFuzz.fuzzerTestOneInput(Files.readAllBytes(seed));
  }

  @ParameterizedTest
  @MethodSource
  void globs(Path seed) throws IOException {
    GlobFuzz.fuzzerTestOneInput(Files.readAllBytes(seed));
  }

  @ParameterizedTest
  @MethodSource
  void uris(Path seed) throws IOException {
    ResourceUriFuzz.fuzzerTestOneInput(Files.readAllBytes(seed));
  }

  @Test
  void theExamplesAreReadAsSeedsToo() throws IOException {
    int read = 0;
    try (Stream<Path> all = Files.walk(Path.of("..", "examples"))) {
      for (Path file : all.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        // Cut off anywhere, a file is still read without an exception.
        for (int end = 0; end <= bytes.length; end += 17) {
          PolicyFileFuzz.fuzzerTestOneInput(new String(bytes, 0, end, UTF_8).getBytes(UTF_8));
        }
        read++;
      }
    }
    assertThat(read).isGreaterThan(10);
  }

  private static Stream<Path> files(String target) throws IOException {
    List<Path> found;
    try (Stream<Path> all = Files.list(SEEDS.resolve(target))) {
      found = all.sorted().toList();
    }
    return found.stream();
  }
}
