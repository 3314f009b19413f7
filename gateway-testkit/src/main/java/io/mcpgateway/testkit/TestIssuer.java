package io.mcpgateway.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWK;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A little authorization server: metadata (RFC 8414 and OpenID Connect), a key set, and tokens with
 * any claims, right or wrong. Its key set endpoint can misbehave in every way that matters.
 * Thread-safe; listens on 127.0.0.1 at a free port.
 */
public final class TestIssuer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final InstantSource clock;
  private final String issuer;
  private final List<TestKey> keys = new CopyOnWriteArrayList<>();
  private final AtomicInteger keyFetches = new AtomicInteger();
  private final AtomicInteger metadataFetches = new AtomicInteger();
  private volatile KeysAnswer answer = new KeysAnswer.Published();
  private volatile Map<String, ?> metadata;
  private volatile Set<String> metadataPaths;

  /** How the key set endpoint answers. */
  public sealed interface KeysAnswer {
    /** With the public keys. */
    record Published() implements KeysAnswer {}

    /** With this text. */
    record Text(String json) implements KeysAnswer {}

    /** With this status and nothing else. */
    record Status(int status) implements KeysAnswer {}

    record Redirect(URI target) implements KeysAnswer {}

    /** With the public keys and blanks after them, {@code bytes} in all. */
    record Padded(int bytes) implements KeysAnswer {}

    /** With one byte after each pause, and never to the end. */
    record Dripping(Duration pause) implements KeysAnswer {}
  }

  /** An issuer whose URL has no path, with an RS256 key and the real time. */
  public static TestIssuer start() {
    return start("", InstantSource.system());
  }

  /**
   * @param path of the issuer's URL: empty, or for example {@code /realms/corp}
   * @param clock what "now" is in its tokens
   */
  public static TestIssuer start(String path, InstantSource clock) {
    try {
      TestIssuer issuer = new TestIssuer(path, clock);
      issuer.server.start();
      return issuer;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private TestIssuer(String path, InstantSource clock) throws IOException {
    this.clock = clock;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    this.issuer = "http://127.0.0.1:" + server.getAddress().getPort() + path;
    this.metadata = Map.of("issuer", issuer, "jwks_uri", issuer + "/jwks");
    // A list first: without a path, the last two are the same.
    this.metadataPaths =
        new HashSet<>(
            List.of(
                "/.well-known/oauth-authorization-server" + path,
                "/.well-known/openid-configuration" + path,
                path + "/.well-known/openid-configuration"));
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    addKey("RS256");
  }

  /** The value of {@code iss}. */
  public String issuer() {
    return issuer;
  }

  public URI jwksUri() {
    return URI.create(issuer + "/jwks");
  }

  /** Also serves what is at this path and below, instead of this class. */
  public void serve(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  // Keys.

  /** The public key of this name, if it is published. */
  public Optional<TestKey> published(String kid) {
    return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
  }

  /** The key that signs by default: the one added last. */
  public TestKey key() {
    return keys.getLast();
  }

  /** Generates a key for RS256, PS256, ES256 or EdDSA, and publishes it. */
  public TestKey addKey(String algorithm) {
    TestKey key = TestKey.generate(algorithm);
    keys.add(key);
    return key;
  }

  /** Publishes a new key of the same algorithm instead of all others. */
  public TestKey rotate() {
    TestKey fresh = TestKey.generate(key().algorithm());
    keys.add(fresh);
    keys.removeIf(key -> !key.equals(fresh));
    return fresh;
  }

  /** The key set as it is published. */
  public String jwks() {
    return jwks(keys.stream().map(TestKey::publicJwk).toList());
  }

  /** A key set of other keys, to be served with {@link KeysAnswer.Text}. */
  public static String jwks(Collection<JWK> keys) {
    return json(Map.of("keys", keys.stream().map(JWK::toJSONObject).toList()));
  }

  // Tokens.

  /** A good token for {@code audience}, to be spoilt as the test needs. */
  public TestToken token(String audience) {
    long now = clock.instant().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer);
    claims.put("sub", "alice");
    claims.put("aud", audience);
    claims.put("client_id", "test-client");
    claims.put("iat", now);
    claims.put("exp", now + 300);
    return TestToken.of(key(), claims);
  }

  // Misbehaviour.

  public void answerKeys(KeysAnswer next) {
    answer = next;
  }

  /** Replaces the metadata document. */
  public void answerMetadata(Map<String, ?> document) {
    metadata = Map.copyOf(document);
  }

  /** Serves the metadata at this path alone, instead of all where it may be looked for. */
  public void answerMetadataOnlyAt(String path) {
    metadataPaths = Set.of(path);
  }

  /** How often the key set has been asked for. */
  public int keyFetches() {
    return keyFetches.get();
  }

  public int metadataFetches() {
    return metadataFetches.get();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (metadataPaths.contains(path)) {
        metadataFetches.incrementAndGet();
        send(exchange, 200, json(metadata));
      } else if (path.equals(jwksUri().getPath())) {
        keyFetches.incrementAndGet();
        sendKeys(exchange);
      } else {
        exchange.sendResponseHeaders(404, NO_BODY);
      }
    }
  }

  private void sendKeys(HttpExchange exchange) throws IOException {
    switch (answer) {
      case KeysAnswer.Published() -> send(exchange, 200, jwks());
      case KeysAnswer.Text(String json) -> send(exchange, 200, json);
      case KeysAnswer.Status(int status) -> exchange.sendResponseHeaders(status, NO_BODY);
      case KeysAnswer.Redirect(URI target) -> {
        exchange.getResponseHeaders().set("location", target.toString());
        exchange.sendResponseHeaders(302, NO_BODY);
      }
      case KeysAnswer.Padded(int bytes) -> {
        String json = jwks();
        send(exchange, 200, json + " ".repeat(bytes - json.length()));
      }
      case KeysAnswer.Dripping(Duration pause) -> drip(exchange, pause);
    }
  }

  private static void drip(HttpExchange exchange, Duration pause) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      while (true) {
        body.write(' ');
        body.flush();
        Thread.sleep(pause);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
