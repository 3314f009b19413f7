package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * From the client over the gateway to the upstream: one trace, whether spans are collected or not.
 */
class TraceTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final String OTHER = "00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-00";
  private static final String ENVELOPE =
      "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"test\",\"version\":\"1\"},"
          + "\"io.modelcontextprotocol/clientCapabilities\":{}";

  private static final String NO_TOOLS =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"complete\",\"tools\":[]}}";

  @TempDir private Path directory;
  private ScriptedUpstream upstream;
  private WholeGateway gateway;
  private volatile String answer =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\",\"content\":[]}}";

  @BeforeEach
  void open() throws Exception {
    upstream =
        ScriptedUpstream.start(
            (request, out) ->
                out.respond(
                    200,
                    "application/json",
                    request.text().contains("tools/list") ? NO_TOOLS : answer));
    gateway =
        WholeGateway.start(
            directory,
            "",
            """
            upstreams: [{ name: up, url: "%s", protocol: modern }]
            routes: [{ path: /mcp, upstream: up, anonymous: true, permit-all: true }]
            """
                .formatted(upstream.url()));
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  @Test
  void theHeaderOfTheClientReachesBothPlaces() throws Exception {
    call("", "traceparent: " + PARENT + "\r\ntracestate: a=1\r\nbaggage: user=jane\r\n");

    ScriptedUpstream.Request seen = calls().getFirst();
    String parent = seen.headers("traceparent").getFirst();
    assertThat(parent).startsWith("00-" + TRACE + "-").endsWith("-01").isNotEqualTo(PARENT);
    assertThat(seen.headers("tracestate")).containsExactly("a=1");
    assertThat(seen.headers("baggage")).isEmpty();
    assertThat(seen.text())
        .isEqualTo(
            message("\"traceparent\":\"" + parent + "\",\"tracestate\":\"a=1\"," + ENVELOPE));
  }

  @Test
  void theMessageOfTheClientWins() throws Exception {
    call(
        ",\"traceparent\":\"" + PARENT + "\",\"baggage\":\"user=jane\"",
        "traceparent: " + OTHER + "\r\ntracestate: other=1\r\n");

    ScriptedUpstream.Request seen = calls().getFirst();
    String parent = seen.headers("traceparent").getFirst();
    assertThat(parent).startsWith("00-" + TRACE + "-");
    assertThat(seen.headers("tracestate")).isEmpty();
    assertThat(seen.text()).isEqualTo(message(ENVELOPE + ",\"traceparent\":\"" + parent + "\""));
  }

  @Test
  void whatIsMalformedDoesNotGoOn() throws Exception {
    call(
        ",\"traceparent\":\"00-secret\",\"tracestate\":\"s\",\"a/b\":1.10",
        "traceparent: secret\r\ntracestate: s=1\r\n");
    call("", "traceparent: " + PARENT + "\r\ntraceparent: " + OTHER + "\r\n");

    for (ScriptedUpstream.Request seen : calls()) {
      assertThat(seen.headers("traceparent")).isEmpty();
      assertThat(seen.headers("tracestate")).isEmpty();
    }
    assertThat(calls().getFirst().text()).isEqualTo(message(ENVELOPE + ",\"a/b\":1.10"));
    assertThat(calls().getLast().text()).isEqualTo(message(ENVELOPE));
  }

  @Test
  void logLinesOfAnExchangeNameItsTrace() throws Exception {
    answer = "{}";
    Logger logger = (Logger) LoggerFactory.getLogger("io.mcpgateway.core.upstream.Relay");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.WARN);
    try {
      call("", "traceparent: " + PARENT + "\r\n");
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(null);
    }

    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.getKeyValuePairs().stream().map(String::valueOf))
                    .contains("traceId=\"" + TRACE + "\"")
                    .anyMatch(pair -> pair.startsWith("exchangeId=")));
  }

  private List<ScriptedUpstream.Request> calls() {
    return upstream.requests().stream()
        .filter(request -> request.text().contains("tools/call"))
        .toList();
  }

  private static String message(String meta) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":"
        + "{\"name\":\"t\",\"arguments\":{\"n\":9007199254740993},\"_meta\":{"
        + meta
        + "}}}";
  }

  private JsonNode call(String meta, String headers) throws IOException {
    String body = message(ENVELOPE + meta);
    try (RawHttp client = gateway.connect()) {
      client.send(
          "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:"
              + gateway.port()
              + "\r\nContent-Type: application/json\r\n"
              + "Accept: application/json, text/event-stream\r\n"
              + "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: t\r\n"
              + headers
              + "Content-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      return WholeGateway.JSON.readTree(client.answer().body());
    }
  }
}
