package io.mcpgateway.app.demo;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on loopback, at a port of the system's choice, that may block as it likes. */
final class DemoServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private DemoServer(HttpServer server) {
    this.server = server;
  }

  static DemoServer start(HttpHandler handler) throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    HttpServer http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    DemoServer server = new DemoServer(http);
    http.setExecutor(server.threads);
    http.createContext("/", handler);
    http.start();
    return server;
  }

  /** Without a path. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
