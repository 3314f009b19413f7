package io.mcpgateway.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.NullMarked;

/**
 * An upstream that says exactly what a test tells it to, byte by byte, over a plain socket; and
 * remembers exactly what it was sent. A virtual thread serves each connection.
 */
@NullMarked
public final class ScriptedUpstream implements AutoCloseable {

  /** Answers one request. */
  @FunctionalInterface
  public interface Script {
    void answer(Request request, Connection connection) throws IOException;
  }

  /**
   * One request as it came.
   *
   * @param connection which connection it came on, from 1
   * @param head request line and header fields, with their line ends
   */
  public record Request(int connection, String head, byte[] body) {
    /** For example {@code POST}. */
    public String method() {
      return head.substring(0, head.indexOf(' '));
    }

    /** Every value of a header field. */
    public List<String> headers(String name) {
      List<String> values = new ArrayList<>();
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      for (String line : head.split("\r\n", -1)) {
        if (line.toLowerCase(Locale.ROOT).startsWith(prefix)) {
          values.add(line.substring(prefix.length()).strip());
        }
      }
      return values;
    }

    /** The body as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** The upstream's end of one connection. */
  public static final class Connection {
    private final Socket socket;

    Connection(Socket socket) {
      this.socket = socket;
    }

    public void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    /** Sends every byte by itself. */
    public void drip(String text) throws IOException {
      for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
        socket.getOutputStream().write(b);
        socket.getOutputStream().flush();
      }
    }

    /** A whole response with a {@code Content-Length}. */
    public void respond(int status, String contentType, String body) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      send(
          "HTTP/1.1 "
              + status
              + " X\r\n"
              + (contentType.isEmpty() ? "" : "Content-Type: " + contentType + "\r\n")
              + "Content-Length: "
              + bytes.length
              + "\r\n\r\n"
              + body);
    }

    /** The head of an event stream in chunks. */
    public void beginEvents(String... headers) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      send(
          head + "Content-Type: text/event-stream\r\n" + "Transfer-Encoding: chunked\r\n" + "\r\n");
    }

    public void chunk(String text) throws IOException {
      send(
          Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length)
              + "\r\n"
              + text
              + "\r\n");
    }

    public void endChunks() throws IOException {
      send("0\r\n\r\n");
    }

    /** Says that nothing more comes, and goes on reading. */
    public void halfClose() throws IOException {
      socket.shutdownOutput();
    }

    public void close() throws IOException {
      socket.close();
    }

    /** Breaks the connection off with RST. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Waits until the peer has closed. */
    public void awaitClose() throws IOException {
      try {
        while (socket.getInputStream().read() >= 0) {
          // What is still said does not matter.
        }
      } catch (IOException reset) {
        // Also an end.
      }
    }
  }

  private final ServerSocket server;
  private final Script script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  private ScriptedUpstream(ServerSocket server, Script script) {
    this.server = server;
    this.script = script;
  }

  public static ScriptedUpstream start(Script script) {
    try {
      return start(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), script);
    } catch (IOException unable) {
      throw new UncheckedIOException(unable);
    }
  }

  /** Serves on a socket that exists, for example one that speaks TLS; closes it in the end. */
  public static ScriptedUpstream start(ServerSocket server, Script script) {
    ScriptedUpstream upstream = new ScriptedUpstream(server, script);
    Thread.ofVirtual().name("scripted-upstream").start(upstream::accept);
    return upstream;
  }

  public URI url() {
    String scheme = server instanceof SSLServerSocket ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + "/mcp");
  }

  /** Every request so far, in order of arrival. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** How many connections were accepted. */
  public int connections() {
    return accepted.get();
  }

  /** How many connections have ended, whoever ended them. */
  public int endedConnections() {
    return ended.get();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        int number = accepted.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket, number));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      Connection connection = new Connection(socket);
      InputStream in = socket.getInputStream();
      for (String head = readHead(in); !head.isEmpty(); head = readHead(in)) {
        Request bare = new Request(number, head, new byte[0]);
        List<String> lengths = bare.headers("content-length");
        byte[] body =
            lengths.isEmpty() ? bare.body() : in.readNBytes(Integer.parseInt(lengths.getFirst()));
        Request request = new Request(number, head, body);
        requests.add(request);
        script.answer(request, connection);
      }
    } catch (IOException gone) {
      // The gateway closed, or the script did: the test looks at what happened there.
    } finally {
      ended.incrementAndGet();
    }
  }

  private static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      head.write(b);
      matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.UTF_8);
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
