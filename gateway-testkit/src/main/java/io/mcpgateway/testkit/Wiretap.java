package io.mcpgateway.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A line to an upstream that keeps every byte that was sent to it, before anybody made sense of
 * them. Virtual threads carry each connection.
 */
public final class Wiretap implements AutoCloseable {
  private static final int PIECE = 8192;

  private final ServerSocket server;
  private final URI upstream;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private Wiretap(ServerSocket server, URI upstream) {
    this.server = server;
    this.upstream = upstream;
  }

  /** A line to an upstream that speaks no TLS. */
  public static Wiretap to(URI upstream) {
    try {
      Wiretap tap =
          new Wiretap(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), upstream);
      Thread.ofVirtual().name("wiretap").start(tap::accept);
      return tap;
    } catch (IOException unable) {
      throw new UncheckedIOException(unable);
    }
  }

  /** Where to send what is meant for the upstream. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + upstream.getPath());
  }

  /** Everything that was sent so far, a character for each byte. */
  public String sent() {
    synchronized (sent) {
      return sent.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private void accept() {
    while (true) {
      try {
        Socket near = server.accept();
        Socket far = new Socket(upstream.getHost(), upstream.getPort());
        for (Socket socket : List.of(near, far)) {
          socket.setTcpNoDelay(true);
          sockets.add(socket);
        }
        Thread.ofVirtual().start(() -> carry(near, far, true));
        Thread.ofVirtual().start(() -> carry(far, near, false));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void carry(Socket from, Socket to, boolean kept) {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        if (kept) {
          synchronized (sent) {
            sent.write(piece, 0, length);
          }
        }
        out.write(piece, 0, length);
      }
      to.shutdownOutput();
    } catch (IOException brokenOff) {
      closeBoth(from, to);
    }
  }

  private static void closeBoth(Socket one, Socket other) {
    try (one;
        other) {
      // One direction broke off, so nothing goes on in the other.
    } catch (IOException unable) {
      throw new UncheckedIOException(unable);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException unable) {
      throw new UncheckedIOException(unable);
    }
  }
}
