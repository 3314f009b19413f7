package io.mcpgateway.keycloak;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keycloak as its distribution comes, as a process on a free port of 127.0.0.1, with a new database
 * in a file. Not thread-safe.
 */
final class Keycloak implements AutoCloseable {
  private static final String ADMIN = "admin";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path home;
  private final Http http;
  private final int port;
  private final String password = UUID.randomUUID().toString();
  private Process process;

  /** Builds its server image first, if that has not been done yet; then waits until it serves. */
  static Keycloak start(Path home, Http http) throws IOException, InterruptedException {
    Path built = home.resolve("built");
    if (!Files.exists(built)) {
      Process build = run(home, Map.of(), "build", "--db=dev-file");
      if (!build.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || build.exitValue() != 0) {
        build.destroyForcibly();
        throw new IllegalStateException("kc.sh build failed, see " + log(home));
      }
      Files.createFile(built);
    }
    delete(home.resolve("data"));
    return new Keycloak(home, http);
  }

  private Keycloak(Path home, Http http) throws IOException {
    this.home = home;
    this.http = http;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    this.process = serve();
    awaitReady();
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** A token that may do everything, for a minute. */
  String adminToken() throws IOException, InterruptedException {
    return http.form(
            url("/realms/master/protocol/openid-connect/token"),
            Map.of(
                "grant_type",
                "password",
                "client_id",
                "admin-cli",
                "username",
                ADMIN,
                "password",
                password))
        .expect(200)
        .json()
        .path("access_token")
        .asText();
  }

  /** What is to happen while it is away. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  /** Ends it, and starts it again where it was, with what it knew. */
  void awayWhile(Action action) throws Exception {
    stop();
    try {
      action.run();
    } finally {
      process = serve();
      awaitReady();
    }
  }

  private void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process serve() throws IOException {
    Map<String, String> admin =
        Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN, "KC_BOOTSTRAP_ADMIN_PASSWORD", password);
    return run(
        home,
        admin,
        "start",
        "--optimized",
        "--http-enabled=true",
        "--http-host=127.0.0.1",
        "--http-port=" + port,
        "--hostname=" + url(""),
        "--cache=local");
  }

  /** With the JDK of the tests, and no longer than they. */
  private static Process run(Path home, Map<String, String> variables, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/kc.sh").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx384m");
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log(home).toFile()));
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process;
  }

  private static Path log(Path home) {
    return home.resolveSibling("keycloak.log");
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException unable) {
                  throw new UncheckedIOException(unable);
                }
              });
    }
  }

  private void awaitReady() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException("Keycloak ended, see " + log(home));
              }
              return serves();
            });
  }

  private boolean serves() throws InterruptedException {
    try {
      return http.get(url("/realms/master")).status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException ended) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
