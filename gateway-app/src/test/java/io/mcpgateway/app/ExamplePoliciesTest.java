package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases that examples bring along, run as their readers run them. */
class ExamplePoliciesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  static Stream<Path> cases() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(EXAMPLES, 2)) {
      files =
          all.filter(file -> file.getFileName().toString().startsWith("policy-test"))
              .sorted()
              .toList();
    }
    return files.stream();
  }

  @Test
  void theWorkedExamplesHaveCases() throws IOException {
    assertThat(cases().map(file -> EXAMPLES.relativize(file).getName(0).toString()).distinct())
        .contains("contractors", "observe-then-enforce", "per-tenant", "read-only", "refunds");
  }

  @ParameterizedTest
  @MethodSource
  void cases(Path file) {
    StringWriter said = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(said, true))
            .setErr(new PrintWriter(said, true))
            .execute("policy", "test", file.toString());

    assertThat(code).as(said.toString()).isZero();
    assertThat(said.toString()).contains("cases pass");
  }
}
