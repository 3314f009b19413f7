package io.mcpgateway.app.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.mcpgateway.app.config.AdminConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin listener: what can be asked is a list of {@link Endpoint}, who may ask is for {@link
 * AdminAccess} to say. Built on the JDK's server, apart from everything that serves clients.
 *
 * <p>No browser can change anything here: requests that do must say {@code application/json}, must
 * not name an origin, and get no CORS headers.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(AdminServer.class);
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final HttpServer server;
  private final @Nullable RenewableTls tls;
  private final List<Endpoint> endpoints;
  private final FailedAttempts failed;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile AdminAccess access;

  private AdminServer(
      HttpServer server,
      @Nullable RenewableTls tls,
      AdminAccess access,
      List<Endpoint> endpoints,
      FailedAttempts failed) {
    this.server = server;
    this.tls = tls;
    this.access = access;
    this.endpoints = List.copyOf(endpoints);
    this.failed = failed;
  }

  /**
   * @throws IOException if the address cannot be had, or a file of {@code tls} cannot be used
   */
  public static AdminServer open(
      AdminConfig config, List<Endpoint> endpoints, FailedAttempts failed) throws IOException {
    // Seconds that a client may take to ask and to read; without them one could hold on for ever.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "30");
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("jdk.httpserver.maxConnections", "256");
    SSLContext context = context(config);
    RenewableTls.Handle handle = context == null ? null : RenewableTls.of(context);
    AdminServer admin =
        new AdminServer(
            handle == null ? HttpServer.create() : secure(handle.context(), config),
            handle == null ? null : handle.tls(),
            access(config),
            endpoints,
            failed);
    try {
      admin.server.bind(config.address(), 0);
    } catch (IOException taken) {
      throw new IOException(
          "cannot listen on " + config.address() + ": " + taken.getMessage(), taken);
    }
    admin.server.setExecutor(admin.threads);
    admin.server.createContext("/", admin::handle);
    admin.server.start();
    return admin;
  }

  private static HttpServer secure(SSLContext context, AdminConfig config) throws IOException {
    HttpsServer server = HttpsServer.create();
    boolean asksForCertificates = config.tls() != null && config.tls().clientCa() != null;
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = new SSLParameters();
            tls.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            // Wanted, not needed: probes have none, and tokens do without.
            tls.setWantClientAuth(asksForCertificates);
            parameters.setSSLParameters(tls);
          }
        });
    return server;
  }

  private static @Nullable SSLContext context(AdminConfig config) throws IOException {
    AdminConfig.Tls files = config.tls();
    return files == null ? null : Pem.context(files.certificate(), files.key(), files.clientCa());
  }

  private static AdminAccess access(AdminConfig config) {
    return new AdminAccess(config.callers(), config.address().getAddress().isLoopbackAddress());
  }

  /** Where it is. */
  public URI url() {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    return URI.create(
        (tls == null ? "http://" : "https://")
            + (host.indexOf(':') < 0 ? host : "[" + host + "]")
            + ":"
            + address.getPort());
  }

  /**
   * Knows the callers of {@code config} from now on, and uses the certificates that are on disk.
   *
   * @throws IOException if these cannot be used; the old ones stay
   */
  public void renew(AdminConfig config) throws IOException {
    access = new AdminAccess(config.callers(), access.local());
    SSLContext context = context(config);
    if (tls != null && context != null) {
      tls.renew(context);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = answer(exchange);
      } catch (RuntimeException bug) {
        logger.error("admin: {} failed", exchange.getRequestURI().getPath(), bug);
        answer = Answer.text(500, "internal error");
      }
      send(exchange, answer);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    if (!isOurs(exchange.getRequestHeaders().getFirst("Host"))) {
      return Answer.text(421, "this host is not served here");
    }
    String path = String.valueOf(exchange.getRequestURI().getPath());
    List<Endpoint> here = endpoints.stream().filter(each -> each.isAt(path)).toList();
    if (here.isEmpty()) {
      return Answer.text(
          404, endpoints.stream().map(Endpoint::path).distinct().collect(Collectors.joining(" ")));
    }
    String method = exchange.getRequestMethod();
    for (Endpoint endpoint : here) {
      if (endpoint.takes(method)) {
        return answer(exchange, endpoint, path);
      }
    }
    String allowed = here.stream().map(Endpoint::method).collect(Collectors.joining(", "));
    return Answer.text(405, allowed + " only").with("Allow", allowed);
  }

  private Answer answer(HttpExchange exchange, Endpoint endpoint, String path) throws IOException {
    AdminAccess now = access;
    Caller caller =
        now.caller(
            exchange.getRequestHeaders().getOrDefault("Authorization", List.of()),
            certificate(exchange));
    Answer objection = now.objection(caller, endpoint.need());
    if (objection != null) {
      failed.refused(caller, endpoint.method(), path, peer(exchange), objection.status());
      boolean answers = !(caller instanceof Caller.Stranger) || failed.pause();
      return answers
          ? objection
          : Answer.text(429, "too many wrong credentials").with("Retry-After", "5");
    }
    Answer unfit = endpoint.changes() ? unfit(exchange, endpoint) : null;
    if (unfit != null) {
      return unfit;
    }
    byte[] body =
        endpoint.hasBody()
            ? exchange.getRequestBody().readNBytes(endpoint.maxBody() + 1)
            : new byte[0];
    if (body.length > endpoint.maxBody()) {
      return Answer.text(413, "a body of more than " + endpoint.maxBody() + " bytes");
    }
    String by = caller instanceof Caller.Known(String name, _) ? name : "nobody";
    return endpoint
        .handler()
        .answer(
            new AdminRequest(
                path,
                parameters(exchange.getRequestURI().getRawQuery()),
                exchange.getRequestHeaders().getFirst("Accept"),
                by,
                peer(exchange),
                body));
  }

  /** What a page in a browser could send without asking first is not taken. */
  private static @Nullable Answer unfit(HttpExchange exchange, Endpoint endpoint) {
    if (exchange.getRequestHeaders().containsKey("Origin")) {
      return Answer.text(403, "not from a browser");
    }
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (endpoint.hasBody() && (type == null || !isJson(type))) {
      return Answer.text(415, "content-type: " + type + " (expected: application/json)");
    }
    return null;
  }

  private static boolean isJson(String type) {
    int end = type.indexOf(';');
    return "application/json".equalsIgnoreCase((end < 0 ? type : type.substring(0, end)).strip());
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new HashMap<>();
    if (query != null && !query.isEmpty()) {
      for (String each : query.split("&", -1)) {
        int equals = each.indexOf('=');
        parameters.put(
            decode(equals < 0 ? each : each.substring(0, equals)),
            equals < 0 ? "" : decode(each.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static @Nullable X509Certificate certificate(HttpExchange exchange) {
    try {
      return exchange instanceof HttpsExchange secure
              && secure.getSSLSession().getPeerCertificates()[0] instanceof X509Certificate first
          ? first
          : null;
    } catch (SSLPeerUnverifiedException none) {
      return null;
    }
  }

  private static String peer(HttpExchange exchange) {
    InetSocketAddress peer = exchange.getRemoteAddress();
    return peer.getAddress().getHostAddress() + ":" + peer.getPort();
  }

  /**
   * On loopback, a name that is not loopback's own comes from a page that plays tricks with DNS.
   */
  private boolean isOurs(@Nullable String host) {
    if (!access.local()) {
      return true;
    }
    if (host == null) {
      return false;
    }
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > 0 && colon > host.lastIndexOf(']');
    return LOOPBACK_NAMES.contains(hasPort ? host.substring(0, colon) : host);
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body();
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }
}
