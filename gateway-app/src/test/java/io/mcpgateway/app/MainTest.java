package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpTeachesCommandsExitCodesAndFirstSteps() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString())
        .contains("run ", "check ", "version ", "Exit codes:", "First steps:")
        .doesNotContain("warm");
  }

  @Test
  void versionIsSaid() {
    assertThat(execute("version")).isZero();
    assertThat(out.toString()).startsWith("MCP Gateway ").contains("Java 25");
  }

  @Test
  void wrongUsageIsTwo() {
    assertThat(execute("rnu")).isEqualTo(2);
    assertThat(execute("check")).isEqualTo(2);
    assertThat(err.toString()).contains("gateway.yaml", "--help");
  }

  @Test
  void aGoodConfigurationIsZeroAndItsRoutesAreShown() throws IOException {
    assertThat(execute("check", write("http://127.0.0.1:9000/mcp"))).isZero();
    assertThat(out.toString())
        .contains("good, version ")
        .contains("/mcp -> up (anonymous, everything permitted)");
  }

  @Test
  void mistakesAreThreeAndOneLineEach() throws IOException {
    assertThat(execute("check", write("telnet://x"))).isEqualTo(3);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("gateway.yaml:2: upstreams[0].url: \"telnet://x\" (expected: ");
  }

  @Test
  void aConfigurationWithFiveMistakesStartsNothingAndSaysAllFive() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners: [{ name: local, address: localhost, plaintext: true }]
            upstreams: [{ name: up, url: "ftp://127.0.0.1/", protocol: telepathy }]
            routes: [{ path: /mcp, upstream: pu, anonymous: true, permit-all: true }]
            drain: soon
            """);

    assertThat(execute("run", file.toString())).isEqualTo(3);
    assertThat(err.toString().lines())
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).startsWith("gateway.yaml:").contains(" (expected: "))
        .satisfiesExactly(
            line -> assertThat(line).contains(":1: listeners[0].address: \"localhost\""),
            line -> assertThat(line).contains(":2: upstreams[0].url: \"ftp://127.0.0.1/\""),
            line -> assertThat(line).contains(":2: upstreams[0].protocol: \"telepathy\""),
            line -> assertThat(line).contains(":3: routes[0].upstream: \"pu\""),
            line -> assertThat(line).contains(":4: drain: \"soon\""));
    assertThat(directory.resolve("audit")).doesNotExist();
  }

  @Test
  void whatCannotStartIsFourAndOneLine() throws IOException {
    Files.createFile(directory.resolve("audit"));
    assertThat(execute("run", write("http://127.0.0.1:9000/mcp"))).isEqualTo(4);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("cannot start: audit: ");
  }

  private String write(String upstream) throws IOException {
    return Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
            upstreams: [{ name: up, url: "%s" }]
            routes: [{ path: /mcp, upstream: up, anonymous: true, permit-all: true }]
            admin: { address: "127.0.0.1:0" }
            """
                .formatted(upstream))
        .toString();
  }

  private int execute(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
