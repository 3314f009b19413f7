package io.mcpgateway.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Kafka broker that is its own controller, as a process on free ports of 127.0.0.1. */
final class Broker implements AutoCloseable {
  private static final String CLUSTER = "4L6g3nShT-eMCtK--X86sw";

  private final Path directory;
  private final Path properties;
  private final int port;
  private Process process;

  private Broker(Path directory, Path properties, int port) throws IOException {
    this.directory = directory;
    this.properties = properties;
    this.port = port;
    this.process = serve();
  }

  /** Makes its storage, and starts it. */
  static Broker start(Path directory) throws IOException, InterruptedException {
    int port = freePort();
    int controller = freePort();
    Path properties =
        Files.writeString(
            directory.resolve("server.properties"),
            """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%2$d
            controller.listener.names=CONTROLLER
            listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
            advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
            log.dirs=%3$s
            num.partitions=3
            offsets.topic.replication.factor=1
            group.initial.rebalance.delay.ms=0
            """
                .formatted(port, controller, directory.resolve("data")));
    Process format =
        java(
            directory,
            "kafka.tools.StorageTool",
            "format",
            "-t",
            CLUSTER,
            "-c",
            properties.toString());
    if (!format.waitFor(1, TimeUnit.MINUTES) || format.exitValue() != 0) {
      format.destroyForcibly();
      throw new IllegalStateException(Files.readString(directory.resolve("kafka.log")));
    }
    return new Broker(directory, properties, port);
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** Ends it as a power cut would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void again() throws IOException {
    process = serve();
  }

  private Process serve() throws IOException {
    return java(directory, "kafka.Kafka", properties.toString());
  }

  private static Process java(Path directory, String main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("kafka.log").toFile()))
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
