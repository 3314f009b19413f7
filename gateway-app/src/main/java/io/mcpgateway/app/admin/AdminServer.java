package io.mcpgateway.app.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin listener: {@code /livez}, {@code /readyz}, {@code /metrics}, {@code /config}, by GET
 * and HEAD. Built on the JDK's server, apart from everything that serves clients.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(AdminServer.class);
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String EXPOSITION = "text/plain; version=0.0.4; charset=utf-8";
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final HttpServer server;
  private final AdminPages pages;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** An answer before it is sent. */
  private record Page(int status, String contentType, String text) {}

  private AdminServer(HttpServer server, AdminPages pages) {
    this.server = server;
    this.pages = pages;
  }

  /**
   * @throws IOException if the address cannot be had
   */
  public static AdminServer open(InetSocketAddress address, AdminPages pages) throws IOException {
    // Seconds that a client may take to ask and to read; without them one could hold on for ever.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "30");
    System.setProperty("sun.net.httpserver.nodelay", "true");
    AdminServer admin = new AdminServer(HttpServer.create(address, 0), pages);
    admin.server.setExecutor(admin.threads);
    admin.server.createContext("/", admin::handle);
    admin.server.start();
    return admin;
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Page page;
      try {
        page = page(exchange);
      } catch (RuntimeException bug) {
        logger.error("admin: {} failed", exchange.getRequestURI().getPath(), bug);
        page = new Page(500, TEXT, "internal error\n");
      }
      send(exchange, page);
    }
  }

  private Page page(HttpExchange exchange) {
    if (!isOurs(exchange.getRequestHeaders().getFirst("Host"))) {
      return new Page(421, TEXT, "this host is not served here\n");
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return new Page(405, TEXT, "GET and HEAD only\n");
    }
    return switch (exchange.getRequestURI().getPath()) {
      case "/livez" -> new Page(200, TEXT, "alive\n");
      case "/readyz" -> readyz(pages.readiness().get());
      case "/metrics" -> new Page(200, EXPOSITION, pages.metrics().get());
      case "/config" -> new Page(200, TEXT, config());
      default -> new Page(404, TEXT, "/livez /readyz /metrics /config\n");
    };
  }

  private static Page readyz(AdminPages.Readiness readiness) {
    return new Page(readiness.ready() ? 200 : 503, TEXT, readiness.reason() + "\n");
  }

  private String config() {
    StringBuilder text = new StringBuilder("# version " + pages.configVersion().get() + "\n");
    for (Map.Entry<String, String> file : pages.config().get().entrySet()) {
      text.append("\n# ---- ").append(file.getKey()).append('\n').append(file.getValue());
      if (!file.getValue().endsWith("\n")) {
        text.append('\n');
      }
    }
    return text.toString();
  }

  /**
   * On loopback, a name that is not loopback's own comes from a page that plays tricks with DNS.
   */
  private boolean isOurs(@Nullable String host) {
    if (!address().getAddress().isLoopbackAddress()) {
      return true;
    }
    if (host == null) {
      return false;
    }
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > 0 && colon > host.lastIndexOf(']');
    return LOOPBACK_NAMES.contains(hasPort ? host.substring(0, colon) : host);
  }

  private static void send(HttpExchange exchange, Page page) throws IOException {
    byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", page.contentType());
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(page.status(), head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }
}
