package io.mcpgateway.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A plain MCP client of 2026-07-28 that trusts the demo's certificate and nobody else's. */
final class DemoClient implements AutoCloseable {
  static final String VERSION = "2026-07-28";

  private final HttpClient http;
  private final DemoFiles files;
  private final Map<String, String> tokens;

  /**
   * One request, before anybody sends it.
   *
   * @param agent whose token it carries, or null for none
   * @param name what the method acts on, or null if nothing
   */
  record Call(@Nullable String agent, String method, @Nullable String name, String params) {
    /** A tool call with {@code arguments} as JSON. */
    static Call tool(@Nullable String agent, String tool, String arguments) {
      return new Call(
          agent, "tools/call", tool, "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    }

    String body() {
      ObjectNode body =
          CrmCatalog.JSON
              .createObjectNode()
              .put("jsonrpc", "2.0")
              .put("id", 1)
              .put("method", method);
      ObjectNode withMeta = body.putObject("params");
      withMeta.setAll((ObjectNode) CrmCatalog.read(params));
      ObjectNode meta = withMeta.withObject("/_meta");
      meta.put("io.modelcontextprotocol/protocolVersion", VERSION);
      meta.putObject("io.modelcontextprotocol/clientCapabilities");
      return body.toString();
    }
  }

  /**
   * What came back.
   *
   * @param json the answer to the call, whether it came alone or at the end of a stream
   * @param events how many messages came before it
   */
  record Answer(int status, Map<String, List<String>> headers, JsonNode json, int events) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  DemoClient(DemoFiles files, SelfSignedCertificate certificate, Map<String, String> tokens)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("demo", certificate.x509());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    this.http =
        HttpClient.newBuilder()
            .sslContext(context)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    this.files = files;
    this.tokens = Map.copyOf(tokens);
  }

  Answer send(Call call) throws IOException, InterruptedException {
    return send(call, _ -> {});
  }

  /**
   * @param onEvent shown every message of a stream when it comes
   */
  Answer send(Call call, Consumer<JsonNode> onEvent) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(files.routeUrl()))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", VERSION)
            .header("Mcp-Method", call.method())
            .POST(HttpRequest.BodyPublishers.ofString(call.body()));
    if (call.name() != null) {
      request.header("Mcp-Name", call.name());
    }
    if (call.agent() != null) {
      request.header("Authorization", "Bearer " + tokens.get(call.agent()));
    }
    HttpResponse<Stream<String>> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
    Optional<String> type = response.headers().firstValue("content-type");
    List<JsonNode> messages = new ArrayList<>();
    try (Stream<String> lines = response.body()) {
      if (type.orElse("").startsWith("text/event-stream")) {
        lines
            .filter(line -> line.startsWith("data:"))
            .map(line -> CrmCatalog.read(line.substring("data:".length())))
            .forEach(
                message -> {
                  onEvent.accept(message);
                  messages.add(message);
                });
      } else {
        messages.add(CrmCatalog.read(String.join("\n", lines.toList())));
      }
    }
    JsonNode last = messages.isEmpty() ? CrmCatalog.JSON.createObjectNode() : messages.getLast();
    return new Answer(response.statusCode(), response.headers().map(), last, messages.size() - 1);
  }

  /** The text at {@code url}, which needs no token. */
  String text(String url) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
