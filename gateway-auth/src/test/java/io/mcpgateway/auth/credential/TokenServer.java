package io.mcpgateway.auth.credential;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mcpgateway.auth.server.ClientAuthentication;
import io.mcpgateway.auth.server.ServerAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An authorization server that answers what a test says, and remembers what it was asked. */
final class TokenServer implements AutoCloseable {
  /** One request as it came. */
  record Request(String path, String authorization, Map<String, String> form) {
    String field(String name) {
      return form.getOrDefault(name, "");
    }
  }

  record Reply(int status, String body) {}

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Reply> script;

  TokenServer(Function<Request, Reply> script) {
    this.script = script;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException unable) {
      throw new UncheckedIOException(unable);
    }
    server.createContext("/", this::serve);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** What a token endpoint says of a token. */
  static Reply bearer(String token, long expiresIn) {
    return new Reply(
        200,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
            .formatted(token, expiresIn));
  }

  static Reply error(int status, String code) {
    return new Reply(
        status,
        "{\"error\":\"%s\",\"error_description\":\"secret words of the server\"}".formatted(code));
  }

  void answers(Function<Request, Reply> other) {
    script = other;
  }

  /** Requests to the token endpoint. */
  List<Request> requests() {
    return requests.stream().filter(request -> request.path().equals("/token")).toList();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  URI tokenUrl() {
    return URI.create(issuer() + "/token");
  }

  AuthorizationServer settings() {
    return settings(new ClientAuthentication.SecretBasic("gateway", "s3cret"));
  }

  AuthorizationServer settings(ClientAuthentication client) {
    return new AuthorizationServer(null, tokenUrl(), client, ServerAccess.DEFAULT);
  }

  private void serve(HttpExchange exchange) throws IOException {
    Map<String, String> form = new HashMap<>();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (String pair : body.isEmpty() ? List.<String>of() : List.of(body.split("&", -1))) {
      int equals = pair.indexOf('=');
      String name = URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8);
      if (form.put(name, URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8))
          != null) {
        throw new IOException(name + " twice");
      }
    }
    List<String> authorization =
        new ArrayList<>(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
    Request request =
        new Request(
            exchange.getRequestURI().getPath(), String.join(",", authorization), Map.copyOf(form));
    requests.add(request);
    Reply reply = script.apply(request);
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
