package io.mcpgateway.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks a target once, on a connection of its own, to see that it runs and answers what it should.
 */
final class Probe {

  private static final int TIMEOUT_MILLIS = 5_000;

  private Probe() {}

  /** The whole HTTP answer to one call; empty when there is none. */
  static Optional<String> call(Target target) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port()), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(target.request());
      return Optional.of(message(socket.getInputStream()));
    } catch (IOException silent) {
      return Optional.empty();
    }
  }

  /** One message of a connection that stays open after it. */
  private static String message(InputStream in) throws IOException {
    HttpFraming framing = new HttpFraming();
    ByteBuf received = Unpooled.buffer();
    while (!framing.read(received)) {
      if (received.writeBytes(in, 4096) < 0) {
        throw new EOFException("the connection ended within the answer");
      }
    }
    return received.toString(StandardCharsets.UTF_8);
  }

  /** Waits until {@code target} answers 200; says how it answered last if it does not in time. */
  static Readiness await(Target target, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    String last = "no answer";
    while (System.nanoTime() < deadline && target.proxy().isAlive()) {
      Optional<String> answer = call(target);
      if (answer.isPresent() && answer.get().startsWith("HTTP/1.1 200")) {
        return new Readiness.Ready(answer.get());
      }
      last = answer.map(text -> text.lines().findFirst().orElse("")).orElse(last);
      Thread.sleep(5);
    }
    return new Readiness.Missing(last);
  }

  sealed interface Readiness {
    record Ready(String answer) implements Readiness {}

    record Missing(String why) implements Readiness {}
  }
}
