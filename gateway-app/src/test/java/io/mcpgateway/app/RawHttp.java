package io.mcpgateway.app;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One connection to a gateway, over which a test sends whatever it likes. */
final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  /** What came back. */
  record Answer(int status, List<String> fields, String body) {
    @Nullable String field(String name) {
      for (String line : fields) {
        if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
          return line.substring(name.length() + 1).strip();
        }
      }
      return null;
    }

    boolean closes() {
      return "close".equals(field("connection"));
    }
  }

  RawHttp(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** Reads one whole answer. */
  Answer answer() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    List<String> fields = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      fields.add(line);
    }
    Answer head = new Answer(status, fields, "");
    if (status == 204) {
      return head;
    }
    String length = head.field("content-length");
    if (length != null) {
      byte[] body = in.readNBytes(Integer.parseInt(length));
      return new Answer(status, fields, new String(body, StandardCharsets.UTF_8));
    }
    StringBuilder chunks = new StringBuilder();
    for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
      chunks.append(chunk);
    }
    return new Answer(status, fields, chunks.toString());
  }

  /** Everything until the gateway ends the connection. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private String chunk() throws IOException {
    int size = Integer.parseInt(line(), 16);
    String text = new String(in.readNBytes(size), StandardCharsets.UTF_8);
    line();
    return text;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("connection closed after: " + line);
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
