package io.mcpgateway.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * An introspection endpoint (RFC 7662) for one client, with any answers, right or wrong.
 * Thread-safe; listens on 127.0.0.1 at a free port.
 */
public final class TestIntrospection implements AutoCloseable {
  private static final String INACTIVE = "{\"active\":false}";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final String authorization;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<Map<String, String>> questions = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile Semaphore permits = new Semaphore(1_000_000);

  /** Starts one that wants {@code client_secret_basic}. */
  public static TestIntrospection start(String clientId, String secret) {
    try {
      TestIntrospection started = new TestIntrospection(clientId + ":" + secret);
      started.server.start();
      return started;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private TestIntrospection(String credentials) throws IOException {
    byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(bytes);
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setExecutor(threads);
    server.createContext("/introspect", this::serve);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/introspect");
  }

  /** What is said about {@code token}; about all others, that they are not active. */
  public void answer(String token, String json) {
    answers.put(token, json);
  }

  /** With this status, from now on. */
  public void answerStatus(int next) {
    status = next;
  }

  /** Answers so many questions and leaves the others waiting. */
  public void answerOnly(int count) {
    permits = new Semaphore(count);
  }

  /** Answers those that wait, and all others. */
  public void answerAll() {
    permits.release(1_000_000);
  }

  /** The forms of all questions so far. */
  public List<Map<String, String>> questions() {
    return List.copyOf(questions);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> form = form(exchange);
      questions.add(form);
      permits.acquire();
      boolean authenticated =
          authorization.equals(exchange.getRequestHeaders().getFirst("authorization"));
      String answer = answers.getOrDefault(form.getOrDefault("token", ""), INACTIVE);
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "application/json");
      exchange.sendResponseHeaders(authenticated ? status : 401, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
    Map<String, String> form = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return form;
  }

  @Override
  public void close() {
    answerAll();
    server.stop(0);
    threads.shutdownNow();
  }
}
