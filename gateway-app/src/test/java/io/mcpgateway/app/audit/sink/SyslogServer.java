package io.mcpgateway.app.audit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Takes syslog messages over TLS (RFC 5425), connection after connection. */
final class SyslogServer implements AutoCloseable {
  private final SSLServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  final List<String> messages = new CopyOnWriteArrayList<>();

  SyslogServer(SSLContext tls, int port) throws IOException {
    server =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(port, 5, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        open.add(connection);
        Thread.startVirtualThread(() -> read(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void read(Socket connection) {
    try (connection;
        DataInputStream in = new DataInputStream(connection.getInputStream())) {
      while (true) {
        int length = 0;
        for (int digit = in.readUnsignedByte(); digit != ' '; digit = in.readUnsignedByte()) {
          length = length * 10 + digit - '0';
        }
        messages.add(new String(in.readNBytes(length), UTF_8));
      }
    } catch (IOException gone) {
      // The connection is over.
    }
  }

  /** Ends all connections, and takes no new ones. */
  @Override
  public void close() throws IOException {
    server.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
