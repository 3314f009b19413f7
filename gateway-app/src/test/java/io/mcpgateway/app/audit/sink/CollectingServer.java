package io.mcpgateway.app.audit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Takes audit records over HTTP, as long as it is asked to. */
final class CollectingServer implements AutoCloseable {
  private final HttpServer server;

  /** The lines of all batches that were answered with 204. */
  final List<String> lines = new CopyOnWriteArrayList<>();

  /** How many lines each request had. */
  final List<Integer> batches = new CopyOnWriteArrayList<>();

  final List<String> authorizations = new CopyOnWriteArrayList<>();
  volatile int status = 204;
  volatile int most = Integer.MAX_VALUE;

  CollectingServer() throws IOException {
    this(0);
  }

  CollectingServer(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::take);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port() + "/records");
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("content-encoding"));
      InputStream body = exchange.getRequestBody();
      byte[] bytes = (packed ? new GZIPInputStream(body) : body).readAllBytes();
      List<String> batch = new String(bytes, UTF_8).lines().toList();
      batches.add(batch.size());
      authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("authorization")));
      int answer = batch.size() > most ? 413 : status;
      if (answer == 204) {
        lines.addAll(batch);
      }
      exchange.sendResponseHeaders(answer, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
