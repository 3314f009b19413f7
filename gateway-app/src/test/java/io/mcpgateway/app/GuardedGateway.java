package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A gateway with one route that asks for tokens, and a table row's way through it: the clear
 * answer, nothing upstream, the next good call, one record and one count.
 */
final class GuardedGateway implements AutoCloseable {
  static final String ROUTE = "/mcp";
  static final String CALL = Requests.call("search", "{}");
  static final String FIELDS = Requests.fields("search");
  private static final String GOOD = "{\"resultType\":\"complete\",\"content\":[]}";
  private static final String NONE = "none";

  private final TestIssuer issuer;
  private final ScriptedUpstream upstream;
  private final WholeGateway gateway;

  /** Makes the bytes to send. */
  interface Bytes {
    String of(int port, String authorization);
  }

  /**
   * @param send where the port and the header field with a good token go in
   * @param id the request id in the answer and in the record, as JSON; empty if there is none
   * @param route in the record and the metrics
   * @param method in the record and the metrics; empty if it cannot be known
   */
  record Row(
      String name,
      Bytes send,
      int status,
      int code,
      String reason,
      String id,
      String route,
      String method) {
    @Override
    public String toString() {
      return name;
    }

    Row id(String known) {
      return new Row(name, send, status, code, reason, known, route, method);
    }

    Row method(String known) {
      return new Row(name, send, status, code, reason, id, route, known);
    }

    /** Before its route is known. */
    Row nowhere() {
      return new Row(name, send, status, code, reason, id, NONE, method);
    }

    /** A call that could be read. */
    Row call() {
      return id("7").method("tools/call");
    }
  }

  GuardedGateway(Path directory) throws Exception {
    issuer = TestIssuer.start();
    upstream =
        ScriptedUpstream.start(
            (request, connection) -> {
              JsonNode id = WholeGateway.JSON.readTree(request.body()).path("id");
              String result =
                  request.text().contains("tools/list")
                      ? "{\"resultType\":\"complete\",\"tools\":[]}"
                      : GOOD;
              connection.respond(
                  200,
                  "application/json",
                  "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
            });
    Files.writeString(directory.resolve("policy.yaml"), "roles:\n  sales: { tools: [search] }\n");
    gateway =
        WholeGateway.start(
            directory,
            "header-timeout: 2s, body-timeout: 2s",
            """
            issuers: [{ name: corp, issuer: "%s" }]
            upstreams: [{ name: up, url: "%s", protocol: modern }]
            routes:
              - { path: /mcp, upstream: up, authenticate: [corp], policy: policy.yaml, max-request-size: 16KiB }
            """
                .formatted(issuer.issuer(), upstream.url()));
  }

  TestToken token(String path) {
    return issuer.token(gateway.url(path).toString());
  }

  void check(Row row) throws Exception {
    String method = McpMethod.isForeign(row.method()) ? "other" : row.method();
    int records = gateway.audit().size();
    long forwarded = forwarded();
    double refusals = gateway.refusals(row.route(), row.reason());
    double exchanges = gateway.exchanges(row.route(), method, row.reason());

    RawHttp.Answer answer;
    try (RawHttp client = gateway.connect()) {
      client.send(row.send().of(gateway.port(), authorization()));
      answer = client.answer();
      if (answer.closes()) {
        assertThat(client.rest()).as("a second answer").isEmpty();
      } else {
        serves(client);
      }
    }
    if (answer.closes()) {
      try (RawHttp client = gateway.connect()) {
        serves(client);
      }
    }

    assertThat(answer.status()).as(row.name()).isEqualTo(row.status());
    assertThat(answer.body()).doesNotContain("\"id\":null");
    JsonNode body = WholeGateway.JSON.readTree(answer.body());
    assertThat(body.path("error").path("code").asInt()).as(row.name()).isEqualTo(row.code());
    assertThat(body.has("id") ? body.get("id").toString() : "").as(row.name()).isEqualTo(row.id());
    assertThat(body.path("error").path("data").path("reason").asText()).isEqualTo(row.reason());

    assertThat(forwarded()).as("only the good call").isEqualTo(forwarded + 1);
    JsonNode record = gateway.newRecords(records, 2).getFirst();
    assertThat(record.at("/unmapped/gw/exchangeId").asText())
        .isEqualTo(body.path("error").path("data").path("exchangeId").asText());
    assertThat(record.at("/unmapped/gw/outcome").asText()).as(row.name()).isEqualTo(row.reason());
    assertThat(record.at("/api/response/code").asInt()).isEqualTo(row.status());
    assertThat(record.at("/unmapped/gw/route").asText(NONE)).as(row.name()).isEqualTo(row.route());
    assertThat(record.at("/api/operation").asText())
        .as(row.name())
        .isEqualTo(row.method().isEmpty() ? "unknown" : row.method());
    assertThat(record.at("/api/request/uid").asText()).as(row.name()).isEqualTo(row.id());
    assertThat(gateway.refusals(row.route(), row.reason())).isEqualTo(refusals + 1);
    assertThat(gateway.exchanges(row.route(), method, row.reason())).isEqualTo(exchanges + 1);
  }

  static Row row(String name, Bytes send, int status, int code, String reason) {
    return new Row(name, send, status, code, reason, "", ROUTE, "");
  }

  /** A good token and a good head, with {@code body}. */
  static Bytes good(String body) {
    return (port, token) -> Requests.post(port, ROUTE, token + FIELDS, body);
  }

  /** A good token and a good body, with {@code fields}. */
  static Bytes with(String fields) {
    return (port, token) ->
        Requests.post(
            port, ROUTE, fields.contains("Authorization") ? fields : token + fields, CALL);
  }

  static String bearer(String token) {
    return "Authorization: Bearer " + token + "\r\n";
  }

  private String authorization() {
    return bearer(token(ROUTE).claim("roles", List.of("sales")).sign());
  }

  private void serves(RawHttp client) throws Exception {
    client.send(Requests.post(gateway.port(), ROUTE, authorization() + FIELDS, CALL));
    RawHttp.Answer answer = client.answer();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"id\":7", GOOD);
  }

  private long forwarded() {
    return upstream.requests().stream()
        .filter(request -> !request.text().contains("tools/list"))
        .count();
  }

  @Override
  public void close() {
    gateway.close();
    upstream.close();
    issuer.close();
  }
}
