package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestCertificates;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.Wiretap;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nothing of who the client is and how it came here reaches the upstream: every header field that
 * could carry it, the token and its claims hold a canary, and the bytes on the upstream's line are
 * searched for them.
 */
class UpstreamSecrecyTest {
  private static final String CANARY = "canary";
  private static final String OWN_CREDENTIAL = "the-gateways-own";
  private static final String UPSTREAM_SESSION = "session-of-the-upstream";

  /** Fields that other gateways, upstreams or intermediaries believe. */
  private static final List<String> FIELDS =
      List.of(
          "Cookie",
          "Cookie2",
          "Proxy-Authorization",
          "DPoP",
          "X-Api-Key",
          "Api-Key",
          "X-Access-Token",
          "X-Auth-Token",
          "X-Amz-Security-Token",
          "X-CSRF-Token",
          "Forwarded",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-Forwarded-Port",
          "X-Forwarded-Prefix",
          "X-Forwarded-User",
          "X-Forwarded-Email",
          "X-Forwarded-Access-Token",
          "X-Forwarded-Client-Cert",
          "X-Original-URL",
          "X-Original-Host",
          "X-Rewrite-URL",
          "X-Real-IP",
          "X-Client-IP",
          "True-Client-IP",
          "CF-Connecting-IP",
          "X-Remote-User",
          "Remote-User",
          "X-User",
          "X-User-Id",
          "X-Auth-Request-User",
          "X-Auth-Request-Access-Token",
          "X-MCP-Authorized",
          "X-MCP-Gateway-Identity",
          "Mcp-Gateway-Identity",
          "X-SSL-Client-Cert",
          "Client-Cert",
          "Client-Cert-Chain",
          "Via",
          "Referer",
          "User-Agent",
          "From",
          "Accept-Language",
          "Baggage",
          "X-Request-Id",
          "X-Correlation-Id",
          "X-B3-TraceId",
          "Tracestate",
          "Priority",
          "Cache-Control",
          "Pragma",
          "Range",
          "If-None-Match",
          "X-HTTP-Method-Override",
          "X-" + CANARY,
          "X_Forwarded_For");

  /** How the client talks to the gateway. */
  enum Wire {
    HTTP_1,
    HTTP_2
  }

  @TempDir Path directory;
  private final AtomicInteger lists = new AtomicInteger();
  private TestCertificates authority;
  private TestIssuer issuer;
  private ScriptedUpstream upstream;
  private Wiretap line;
  private Gateway gateway;
  private HttpClient client;

  @BeforeEach
  void open() throws Exception {
    authority = TestCertificates.create();
    TestCertificates.Issued certificate = authority.server("localhost", "127.0.0.1");
    Files.write(directory.resolve("tls.crt"), certificate.certificate());
    Files.write(directory.resolve("tls.key"), certificate.key());
    issuer = TestIssuer.start();
    upstream = ScriptedUpstream.start(this::answer);
    line = Wiretap.to(upstream.url());
    Files.writeString(directory.resolve("gateway.yaml"), configuration());
    gateway = Gateway.start(directory.resolve("gateway.yaml"), _ -> OWN_CREDENTIAL);
    client = HttpClient.newBuilder().sslContext(authority.trusting()).build();
  }

  private String configuration() {
    return """
        listeners: [{ name: local, address: "127.0.0.1:0", tls: { certificate: tls.crt, key: tls.key } }]
        admin: { address: "127.0.0.1:0" }
        issuers: [{ name: corp, issuer: "%1$s", allow-audience-array: true }]
        upstreams:
          - { name: modern, url: "%2$s", protocol: modern }
          - { name: legacy, url: "%2$s", protocol: legacy }
          - { name: probed, url: "%2$s", protocol: auto }
          - name: presented
            url: "%2$s"
            protocol: modern
            credential: { type: static, headers: { authorization: "Bearer ${env:OWN}" } }
        routes:
          - { path: /modern, upstream: modern, authenticate: [corp], permit-all: true }
          - { path: /legacy, upstream: legacy, authenticate: [corp], permit-all: true }
          - { path: /probed, upstream: probed, authenticate: [corp], permit-all: true }
          - { path: /presented, upstream: presented, authenticate: [corp], permit-all: true }
        drain: 1s
        """
        .formatted(issuer.issuer(), line.url());
  }

  @AfterEach
  void close() {
    client.close();
    gateway.close();
    line.close();
    upstream.close();
    issuer.close();
  }

  @ParameterizedTest
  @EnumSource
  void notOverModernCallsAndStreams(Wire wire) throws Exception {
    for (String path : List.of("/modern", "/probed", "/presented")) {
      assertThat(modern(wire, path, "tools/call", "json").body()).contains("from upstream");
      assertThat(modern(wire, path, "tools/call", "stream").body()).contains("from upstream");
      assertThat(modern(wire, path, "tools/list", "").body()).contains("tools");
    }

    assertThat(line.sent()).contains("server/discover", "tools/list", "authorization: Bearer ");
    nothingOfTheClient(List.of());
  }

  @ParameterizedTest
  @EnumSource
  void notOverSessionsFromTheirBeginningToTheirEnd(Wire wire) throws Exception {
    HttpResponse<String> initialized =
        legacy(
            wire,
            "POST",
            List.of(),
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}");
    String session = initialized.headers().firstValue("mcp-session-id").orElseThrow();
    List<String> known = List.of("Mcp-Session-Id", session, "MCP-Protocol-Version", "2025-11-25");

    legacy(wire, "POST", known, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    assertThat(legacy(wire, "POST", known, legacyCall("json")).body()).contains("from upstream");
    String stream = legacy(wire, "POST", known, legacyCall("stream")).body();
    assertThat(stream).contains("from upstream");
    String event = eventId(stream);
    List<String> resuming = new ArrayList<>(known);
    resuming.addAll(List.of("Last-Event-ID", event));
    legacy(wire, "GET", resuming, "");
    legacy(wire, "DELETE", known, "");

    assertThat(line.sent())
        .contains("GET /mcp", "DELETE /mcp", UPSTREAM_SESSION, "event-of-the-upstream");
    nothingOfTheClient(List.of(session, event));
  }

  @Test
  void notWhenARequestIsSentASecondTime() throws Exception {
    // The first leaves an idle connection behind; the second finds it closed.
    modern(Wire.HTTP_1, "/modern", "tools/list", "");
    lists.set(-1);

    assertThat(modern(Wire.HTTP_1, "/modern", "tools/list", "").body()).contains("tools");

    assertThat(upstream.requests()).hasSize(3);
    nothingOfTheClient(List.of());
  }

  @Test
  void notWhenTheUpstreamWantsToKnow() throws Exception {
    assertThat(modern(Wire.HTTP_1, "/modern", "tools/call", "who").statusCode()).isEqualTo(502);
    nothingOfTheClient(List.of());
  }

  /** Searches the line; the token is looked for in pieces, so that no part of it is there alone. */
  private void nothingOfTheClient(List<String> handedOut) {
    await().until(() -> !line.sent().isEmpty());
    String sent = line.sent().toLowerCase(Locale.ROOT);
    List<String> canaries = new ArrayList<>(handedOut);
    canaries.add(CANARY);
    for (String part : token().split("\\.", -1)) {
      canaries.add(part);
    }
    for (String canary : canaries) {
      assertThat(sent).doesNotContain(canary.toLowerCase(Locale.ROOT));
    }
    for (String field : FIELDS) {
      assertThat(sent).doesNotContain("\n" + field.toLowerCase(Locale.ROOT) + ":");
    }
  }

  // What the client sends.

  /** The same each time: made once, of claims that hold the canary. */
  private String token() {
    if (signed.isEmpty()) {
      signed =
          issuer
              .token(gateway.address("local").resolve("/").toString())
              .claim("aud", audiences())
              .claim("sub", CANARY)
              .claim("client_id", CANARY)
              .claim("jti", CANARY)
              .sign();
    }
    return signed;
  }

  private String signed = "";

  private List<String> audiences() {
    return List.of("/modern", "/legacy", "/probed", "/presented").stream()
        .map(path -> gateway.address("local").resolve(path).toString())
        .toList();
  }

  private HttpResponse<String> modern(Wire wire, String path, String method, String tool)
      throws Exception {
    List<String> fields =
        new ArrayList<>(
            List.of(
                "MCP-Protocol-Version", "2026-07-28",
                "Mcp-Method", method,
                // Of the other era, where it means nothing.
                "Mcp-Session-Id", CANARY,
                "Last-Event-ID", CANARY));
    String named = "";
    if (!tool.isEmpty()) {
      fields.addAll(List.of("Mcp-Name", tool));
      named = "\"name\":\"" + tool + "\",\"arguments\":{},";
    }
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\""
            + method
            + "\",\"params\":{"
            + named
            + Requests.META
            + "}}";
    return send(wire, path, "POST", fields, body);
  }

  private HttpResponse<String> legacy(Wire wire, String method, List<String> fields, String body)
      throws Exception {
    return send(wire, "/legacy", method, fields, body);
  }

  private static String legacyCall(String tool) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\""
        + tool
        + "\",\"arguments\":{}}}";
  }

  private HttpResponse<String> send(
      Wire wire, String path, String method, List<String> fields, String body) throws Exception {
    URI target = gateway.address("local").resolve(path + "?verbose=" + CANARY);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .version(
                switch (wire) {
                  case HTTP_1 -> HttpClient.Version.HTTP_1_1;
                  case HTTP_2 -> HttpClient.Version.HTTP_2;
                })
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    for (int i = 0; i < fields.size(); i += 2) {
      request.header(fields.get(i), fields.get(i + 1));
    }
    for (String field : FIELDS) {
      request.header(field, CANARY);
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.version().name()).startsWith(wire.name());
    return answer;
  }

  private static String eventId(String stream) {
    return stream
        .lines()
        .filter(text -> text.startsWith("id:"))
        .map(text -> text.substring(3).strip())
        .findFirst()
        .orElseThrow();
  }

  // What the upstream answers.

  private void answer(ScriptedUpstream.Request request, ScriptedUpstream.Connection out)
      throws IOException {
    switch (request.method()) {
      case "GET" -> {
        out.beginEvents();
        out.chunk(event("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}"));
        out.endChunks();
      }
      case "DELETE" -> out.respond(200, "", "");
      default -> answer(WholeGateway.JSON.readTree(request.body()), out);
    }
  }

  private void answer(JsonNode message, ScriptedUpstream.Connection out) throws IOException {
    String tool = message.path("params").path("name").asText();
    switch (message.path("method").asText()) {
      case "server/discover" ->
          out.respond(
              200,
              "application/json",
              result(message, "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}"));
      case "initialize" ->
          out.send(
              withSession(
                  result(
                      message,
                      "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                          + "\"serverInfo\":{\"name\":\"up\",\"version\":\"1\"}")));
      case "notifications/initialized" -> out.respond(202, "", "");
      case "tools/list" -> {
        if (lists.incrementAndGet() == 0) {
          out.close();
        } else {
          out.respond(200, "application/json", result(message, "\"tools\":[]"));
        }
      }
      default -> {
        String content =
            result(message, "\"content\":[{\"type\":\"text\",\"text\":\"from upstream\"}]");
        switch (tool) {
          case "stream" -> {
            out.beginEvents();
            out.chunk(event(content));
            out.endChunks();
          }
          case "who" -> out.respond(401, "text/plain", "who?");
          default -> out.respond(200, "application/json", content);
        }
      }
    }
  }

  private static String withSession(String json) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nMcp-Session-Id: "
        + UPSTREAM_SESSION
        + "\r\nContent-Length: "
        + json.length()
        + "\r\n\r\n"
        + json;
  }

  private static String event(String json) {
    return "id: event-of-the-upstream\ndata: " + json + "\n\n";
  }

  private static String result(JsonNode message, String members) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + message.path("id")
        + ",\"result\":{\"resultType\":\"complete\","
        + members
        + "}}";
  }
}
