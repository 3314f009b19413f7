package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.testkit.OtlpReceiver;
import io.mcpgateway.testkit.OtlpReceiver.Received;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestCertificates;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans of a gateway, as a collector gets them. */
class SpanExportTest {
  private static final String CARD = "4539578763621486";

  @TempDir private Path directory;
  private ScriptedUpstream upstream;
  private OtlpReceiver collector;
  private WholeGateway gateway;

  @BeforeEach
  void open() throws Exception {
    collector = OtlpReceiver.start();
    open("sample: 1");
  }

  private void open(String tracing) throws Exception {
    upstream =
        ScriptedUpstream.start(
            (request, out) ->
                out.respond(
                    200,
                    "application/json",
                    request.text().contains("tools/list")
                        ? answer("1", "\"tools\":[]")
                        : request.text().contains("\"fail\"")
                            ? answer("7", "\"content\":[],\"isError\":true")
                            : answer("7", "\"content\":[]")));
    gateway = start(tracing);
  }

  private static String answer(String id, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"resultType\":\"complete\",%s}}"
        .formatted(id, result);
  }

  private WholeGateway start(String tracing) throws Exception {
    Files.writeString(directory.resolve("token"), "Bearer collectors-secret");
    return WholeGateway.start(
        directory,
        "",
        """
        upstreams: [{ name: up, url: "%s", protocol: modern }]
        routes: [{ path: /mcp, upstream: up, anonymous: true, permit-all: true }]
        tracing: { otlp: "%s", headers: { authorization: "${file:token}" }, %s }
        """
            .formatted(upstream.url(), collector.url(), tracing));
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
    collector.close();
  }

  @Test
  void aCollectorMayHaveACertificateOfItsOwnAuthority() throws Exception {
    TestCertificates authority = TestCertificates.create();
    Files.write(directory.resolve("ca.pem"), authority.authority());
    close();
    collector = OtlpReceiver.start(authority.trustingAs(authority.server("127.0.0.1")));
    open("sample: 1");
    call("search");
    await().until(() -> gateway.metrics().contains("mcpgateway_spans_dropped_total 2"));
    gateway.close();
    upstream.close();

    open("sample: 1, ca: ca.pem");
    call("search");

    assertThat(span("SERVER").name()).isEqualTo("tools/call search");
  }

  @Test
  void anExchangeIsASpanAndItsRequestUpstreamAnother() throws Exception {
    call("search");

    Received server = span("SERVER");
    Received client = span("CLIENT");
    assertThat(server.name()).isEqualTo("tools/call search");
    assertThat(server.parentId()).isEmpty();
    assertThat(client.name()).isEqualTo("tools/call search");
    assertThat(client.traceId()).isEqualTo(server.traceId());
    assertThat(client.parentId()).isEqualTo(server.spanId());
    assertThat(server.failed()).isFalse();
    assertThat(server.attributes())
        .containsEntry("mcp.method.name", "tools/call")
        .containsEntry("gen_ai.tool.name", "search")
        .containsEntry("gen_ai.operation.name", "execute_tool")
        .containsEntry("mcp.protocol.version", "2026-07-28")
        .containsEntry("jsonrpc.request.id", "7")
        .containsEntry("network.protocol.version", "1.1")
        .containsEntry("client.address", "127.0.0.1")
        .containsEntry("server.port", Integer.toString(gateway.port()))
        .containsEntry("mcpgateway.outcome", "answered")
        .doesNotContainKey("error.type");
    assertThat(client.attributes())
        .containsEntry("mcpgateway.upstream", "up")
        .containsEntry("server.port", Integer.toString(upstream.url().getPort()))
        .doesNotContainKey("client.address");
    assertThat(client.nanos()).isPositive().isLessThanOrEqualTo(server.nanos());
    assertThat(upstream.requests().getLast().headers("traceparent"))
        .containsExactly("00-" + client.traceId() + "-" + client.spanId() + "-01");
    assertThat(collector.authorizations()).containsOnly("Bearer collectors-secret");
  }

  @Test
  void aToolThatFailsAndAMethodThatIsRefusedAreTold() throws Exception {
    call("fail");

    assertThat(span("SERVER").failed()).isTrue();
    assertThat(span("SERVER").attributes()).containsEntry("error.type", "tool_error");
    assertThat(span("CLIENT").failed()).isTrue();
  }

  @Test
  void namesThatClientsMakeUpHoldNoValues() throws Exception {
    call("pay-" + CARD);
    call("x".repeat(3000));

    await().until(() -> collector.spans().size() == 4);
    assertThat(collector.spans().toString()).doesNotContain(CARD);
    assertThat(collector.spans())
        .allSatisfy(
            span -> {
              assertThat(span.name()).hasSizeLessThan(300);
              assertThat(span.attributes().values()).allMatch(value -> value.length() < 300);
            });
  }

  @Test
  void aCollectorThatIsDownCostsSpansAndNothingElse() throws Exception {
    collector.answer(503);
    for (int i = 0; i < 5; i++) {
      assertThat(call("search")).contains("\"content\"");
    }

    await().until(() -> gateway.metric("mcpgateway_spans_dropped_total") == 10);
    assertThat(collector.spans()).isEmpty();
    collector.answer(200);
    call("search");
    await().until(() -> gateway.metric("mcpgateway_spans_exported_total") == 2);
  }

  @Test
  void whatIsNotSampledIsNotSent() throws Exception {
    gateway.close();
    gateway = start("sample: 0");
    call("search");
    String client = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    post("search", "traceparent: " + client + "\r\n");

    assertThat(span("SERVER").parentId()).isEqualTo("b7ad6b7169203331");
    assertThat(collector.spans()).hasSize(2);
    assertThat(upstream.requests())
        .filteredOn(request -> request.text().contains("tools/call"))
        .anySatisfy(
            request -> assertThat(request.headers("traceparent").getFirst()).endsWith("-00"));
  }

  private Received span(String kind) {
    await().until(() -> collector.spans().size() >= 2);
    List<Received> found =
        collector.spans().stream().filter(span -> span.kind().equals(kind)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private String call(String tool) throws Exception {
    return post(tool, "");
  }

  private String post(String tool, String headers) throws Exception {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\""
            + tool
            + "\",\"arguments\":{},\"_meta\":{"
            + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"test\",\"version\":\"1\"},"
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
    URI url = gateway.url("/mcp");
    try (RawHttp client = gateway.connect()) {
      client.send(
          "POST /mcp HTTP/1.1\r\nHost: "
              + url.getAuthority()
              + "\r\nContent-Type: application/json\r\n"
              + "Accept: application/json, text/event-stream\r\n"
              + "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: "
              + tool
              + "\r\n"
              + headers
              + "Content-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      return client.answer().body();
    }
  }
}
