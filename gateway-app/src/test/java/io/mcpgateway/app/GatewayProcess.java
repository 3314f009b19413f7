package io.mcpgateway.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gateway in a JVM of its own, which may be killed. */
final class GatewayProcess implements AutoCloseable {
  private final Process process;
  private final URI endpoint;
  private final URI admin;

  private GatewayProcess(Process process, URI endpoint, URI admin) {
    this.process = process;
    this.endpoint = endpoint;
    this.admin = admin;
  }

  /** The command that runs the program in a JVM of its own. */
  static List<String> command(String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m",
                // It lives for seconds.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.mcpgateway.app.Main"));
    words.addAll(List.of(arguments));
    return words;
  }

  /**
   * Writes a configuration of one route to an upstream that nobody serves.
   *
   * @param more what else stands in it
   */
  static Path config(Path directory, String more) throws IOException {
    return Files.writeString(
        directory.resolve("gateway.yaml"),
        """
        listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
        admin: { address: "127.0.0.1:0" }
        upstreams: [{ name: up, url: "http://127.0.0.1:1/mcp", protocol: modern }]
        routes: [{ path: /mcp, upstream: up, anonymous: true, permit-all: true }]
        drain: 1s
        %s
        """
            .formatted(more));
  }

  /**
   * Returns once it is ready.
   *
   * @param before what the command is run with, for example a program that injects faults
   */
  static GatewayProcess start(Path config, Path log, List<String> before) throws IOException {
    List<String> words = new ArrayList<>(before);
    words.addAll(command("run", config.toString()));
    Process process =
        new ProcessBuilder(words)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String ready = String.valueOf(out.readLine());
    if (!ready.startsWith("MCP Gateway ready")) {
      process.destroyForcibly();
      throw new IOException("not ready: " + ready);
    }
    return new GatewayProcess(
        process,
        URI.create(ready.substring(ready.indexOf("http"), ready.indexOf(" ["))).resolve("/mcp"),
        URI.create(ready.substring(ready.indexOf("admin ") + "admin ".length())));
  }

  URI endpoint() {
    return endpoint;
  }

  URI admin() {
    return admin;
  }

  /** With SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** With SIGTERM. */
  int stop() throws InterruptedException {
    process.destroy();
    return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
