package io.mcpgateway.app.revocation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Redis server of Debian's on a free port of loopback, without anything on disk. */
public final class TestRedis implements AutoCloseable {
  private static final Path BINARY = Path.of("/usr/bin/redis-server");

  private final int port;
  private final List<String> more;
  private Process process;

  private TestRedis(int port, List<String> more, Process process) {
    this.port = port;
    this.more = more;
    this.process = process;
  }

  /** Skips the test, and says so, where there is no Redis. */
  public static TestRedis start(String... more) throws IOException {
    assumeTrue(
        Files.isExecutable(BINARY), BINARY + " is not installed: apt-get install redis-server");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    List<String> arguments = List.of(more);
    TestRedis redis = new TestRedis(port, arguments, launch(port, arguments));
    redis.awaitListening();
    return redis;
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Ends it; whatever it knew is gone. */
  public void stop() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Starts an empty one on the same port. */
  public void startAgain() throws IOException {
    process = launch(port, more);
    awaitListening();
  }

  private void awaitListening() {
    await()
        .ignoreExceptions()
        .until(
            () -> {
              try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
              }
            });
  }

  private static Process launch(int port, List<String> more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                BINARY.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no"));
    command.addAll(more);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/null")))
        .start();
  }

  @Override
  public void close() {
    stop();
  }
}
