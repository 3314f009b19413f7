package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a process of its own: its output, its signals and its exit code. */
class ProcessTest {
  private static final String CONFIG =
      """
      listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
      admin: { address: "127.0.0.1:0" }
      upstreams: [{ name: up, url: "http://127.0.0.1:1/mcp" }]
      routes: [{ path: /mcp, upstream: up, anonymous: true, permit-all: true }]
      drain: 1s
      """;

  @TempDir Path directory;

  @Test
  void itSaysWhenItIsReadyReloadsOnHangupAndEndsWithZeroOnTerm() throws Exception {
    Path file = Files.writeString(directory.resolve("gateway.yaml"), CONFIG);
    Process process = start(file);
    try (HttpClient client = HttpClient.newHttpClient();
        BufferedReader out =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      Calls calls = new Calls(client);
      String ready = String.valueOf(out.readLine());
      assertThat(ready).startsWith("MCP Gateway ready: local http://127.0.0.1:");
      URI admin = URI.create(ready.substring(ready.indexOf("admin ") + "admin ".length()));
      URI endpoint = URI.create(ready.substring(ready.indexOf("http"), ready.indexOf(" [")));

      HttpResponse<String> answer = calls.tool(endpoint.resolve("/mcp"), "search");
      assertThat(answer.statusCode()).isEqualTo(502);

      if (!ignoresHangup(process)) {
        signal(process, "HUP");
        await()
            .until(
                () ->
                    calls
                        .get(admin.resolve("/metrics"))
                        .body()
                        .contains("mcpgateway_config_reloads_total{result=\"done\"} 1.0"));
      }

      signal(process, "TERM");
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(Trails.lines(directory.resolve("audit")))
          .satisfiesExactly(
              exchange -> assertThat(exchange).contains("upstream-unreachable"),
              reload -> assertThat(reload).contains("config-reloaded", "signal"));
      assertThat(directory.resolve("err")).content().contains("draining", "stopped");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whatMasksLeaveIsTheSameBytesWhateverTheLocaleSays() throws Exception {
    Path policy =
        Files.writeString(
            directory.resolve("policy.yaml"), "masks: [{ name: cards, detect: [card] }]\n");
    Path in =
        Files.writeString(directory.resolve("in"), "é 漢 4111 1111 1111 1111 \uD83D\uDE00\r\n");
    ProcessBuilder builder = builder("mask", "try", policy.toString());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.redirectInput(in.toFile()).start();

    byte[] out = process.getInputStream().readAllBytes();

    assertThat(process.waitFor()).isZero();
    assertThat(out).isEqualTo("é 漢 [card] \uD83D\uDE00\r\n".getBytes(StandardCharsets.UTF_8));
    assertThat(directory.resolve("err")).content().contains("cards").doesNotContain("1111");
  }

  private Process start(Path file) throws IOException {
    return builder("run", file.toString()).start();
  }

  private ProcessBuilder builder(String... arguments) {
    return new ProcessBuilder(GatewayProcess.command(arguments))
        .redirectError(directory.resolve("err").toFile());
  }

  /** Under nohup it does, and so does the JVM: the signal would never arrive. */
  private static boolean ignoresHangup(Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) == 1);
  }

  private static void signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
