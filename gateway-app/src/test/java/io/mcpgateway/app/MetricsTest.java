package io.mcpgateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.metrics.Metric;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scraper gets from a gateway that works. */
class MetricsTest {
  private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
  private static final String PROTOBUF =
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
          + " encoding=delimited";
  private static final String DURATION = "mcp_server_operation_duration_seconds";

  /** What only a gateway that is set up in another way has, or one that more happened to. */
  private static final Set<Metric> NOT_HERE =
      EnumSet.of(
          Metric.SERVER_SESSIONS,
          Metric.CLIENT_SESSIONS,
          Metric.POLICY_OBSERVED,
          Metric.TOKEN_REQUESTS,
          Metric.TOKEN_REQUEST_FAILURES,
          Metric.TOKENS_HELD,
          Metric.ISSUER_KEYS,
          Metric.ISSUER_FAILURES,
          Metric.ISSUER_FETCHED,
          Metric.INTROSPECTIONS,
          Metric.INTROSPECTION_FAILURES,
          Metric.CERTIFICATE_EXPIRY,
          Metric.TOOL_FINDINGS,
          Metric.REVOCATIONS_SHARED,
          Metric.AUDIT_CHECKPOINT,
          Metric.SINK_UP,
          Metric.SINK_LAG,
          Metric.SINK_DELIVERED,
          Metric.SINK_FAILURES,
          Metric.SPANS_EXPORTED,
          Metric.SPANS_DROPPED,
          Metric.RELOADS);

  @TempDir private Path directory;
  private ScriptedUpstream upstream;
  private WholeGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream = ScriptedUpstream.start(MetricsTest::answer);
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        roles: { anyone: { tools: [search, die], resources: ['x://known'] } }
        masks: [{ name: cards, detect: [card] }]
        """);
    gateway =
        WholeGateway.start(
            directory,
            "",
            """
            upstreams: [{ name: up, url: "%s", protocol: modern }]
            routes: [{ path: /mcp, upstream: up, anonymous: true, policy: policy.yaml }]
            """
                .formatted(upstream.url()));
  }

  private static void answer(
      ScriptedUpstream.Request request, ScriptedUpstream.Connection connection) throws IOException {
    JsonNode message = WholeGateway.JSON.readTree(request.body());
    if (message.at("/params/name").asText().equals("die")) {
      connection.reset();
      return;
    }
    connection.respond(
        200,
        "application/json",
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + message.get("id")
            + ",\"result\":{\"resultType\":\"complete\",\"content\":"
            + "[{\"type\":\"text\",\"text\":\"4539578763621486\"}]}}");
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  @Test
  void whatClientsMakeUpAddsNoSeries() throws Exception {
    // One of each kind.
    flood("warm", 2, 2);
    call("search");
    Set<String> before = series(gateway.metrics());

    flood("made-up", 100_000, 10_000);
    String after = gateway.metrics();

    assertThat(series(after)).isEqualTo(before).hasSizeLessThan(600);
    assertThat(after).doesNotContain("made-up");
    assertThat(
            gateway.metric(
                "mcpgateway_tool_calls_total{outcome=\"denied\",route=\"/mcp\",tool=\"other\"}"))
        .isEqualTo(100_002);
  }

  @Test
  void theDurationOfAnOperationIsThereForBothSides() throws Exception {
    call("search");
    call("die");
    call("hidden");

    String scrape = gateway.metrics();
    assertThat(scrape)
        .contains(
            "# TYPE mcp_server_operation_duration_seconds histogram",
            DURATION
                + "_count{error_type=\"\",gen_ai_tool_name=\"search\",mcp_method_name=\"tools/call\","
                + "mcp_protocol_version=\"2026-07-28\",network_transport=\"tcp\",route=\"/mcp\"} 1",
            DURATION
                + "_count{error_type=\"denied\",gen_ai_tool_name=\"other\",mcp_method_name=\"tools/call\"",
            "mcp_client_operation_duration_seconds_count{error_type=\"\",gen_ai_tool_name=\"search\","
                + "mcp_method_name=\"tools/call\",network_transport=\"tcp\",route=\"/mcp\","
                + "upstream=\"up\"} 1",
            "mcpgateway_build_info{java=\"");
    assertThat(scrape.lines().filter(line -> line.startsWith("mcp_client_operation_duration")))
        .as("what was refused never went to the upstream")
        .noneMatch(line -> line.contains("\"other\""))
        .anyMatch(
            line -> line.contains("gen_ai_tool_name=\"die\"") && !line.contains("error_type=\"\""));
  }

  @Test
  void openMetricsHasExemplarsThatNameTheTraceAndPlainTextHasNone() throws Exception {
    RawHttp.Answer answer = call("search");
    assertThat(answer.status()).isEqualTo(200);
    String trace = gateway.newRecords(0, 1).getFirst().at("/trace/uid").asText();
    assertThat(trace).hasSize(32);

    HttpResponse<byte[]> open = gateway.scrape(OPEN_METRICS);
    assertThat(open.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/openmetrics-text");
    String text = new String(open.body(), UTF_8);
    assertThat(text).endsWith("# EOF\n");
    for (String side : List.of("server", "client")) {
      assertThat(text.lines())
          .anyMatch(
              line ->
                  line.startsWith("mcp_" + side + "_operation_duration_seconds_bucket")
                      && line.contains(" # {span_id=\"")
                      && line.contains("trace_id=\"" + trace + "\""));
    }

    HttpResponse<byte[]> plain = gateway.scrape("text/plain");
    assertThat(plain.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(new String(plain.body(), UTF_8))
        .contains(DURATION)
        .doesNotContain("trace_id", "# {");
  }

  @Test
  void protocolBuffersHaveNativeBucketsBesideTheClassicOnes() throws Exception {
    for (int i = 0; i < 20; i++) {
      call("search");
    }
    HttpResponse<byte[]> answer = gateway.scrape(PROTOBUF);

    assertThat(answer.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/vnd.google.protobuf");
    WireFamily family = WireFamily.find(new ByteArrayInputStream(answer.body()), DURATION);
    assertThat(family.classicBuckets()).isEqualTo(18);
    assertThat(family.nativeSchema()).isEqualTo(5);
    assertThat(family.nativeSpans()).isPositive();
    assertThat(family.exemplars()).isPositive();
  }

  @Test
  void whatIsExposedIsInTheTableAndTheOtherWayRound() throws Exception {
    call("search");
    call("hidden");

    Set<String> exposed =
        gateway
            .metrics()
            .lines()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.split(" ", -1)[2])
            .filter(name -> name.startsWith("mcp"))
            .filter(name -> !name.equals(Metric.AUDIT_CHECKPOINT.exposed()))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> known =
        Arrays.stream(Metric.values())
            .filter(metric -> !NOT_HERE.contains(metric))
            .map(Metric::exposed)
            .filter(name -> name.startsWith("mcp"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(exposed).isEqualTo(known);
  }

  /** Calls that nothing permits, with names that nobody has heard of. */
  private void flood(String word, int tools, int others) throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int part = 0; part < 2; part++) {
      int first = part;
      threads.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
              .start(() -> flood(word, first, tools, others)));
    }
    for (Thread each : threads) {
      each.join();
    }
    assertThat(failures).isEmpty();
  }

  private void flood(String word, int first, int tools, int others) {
    try (RawHttp connection = gateway.connect()) {
      int waiting = 0;
      for (int i = first; i < tools; i += 2) {
        String tool = word + "-tool-" + i;
        connection.send(post(Requests.fields(tool), Requests.call(tool, "{}")));
        waiting = answers(connection, waiting + 1, 50);
      }
      for (int i = first; i < others; i += 2) {
        String uri = "x://" + word + "/" + i;
        connection.send(
            post(
                fields("2026-07-28", "resources/read", uri),
                message("resources/read", "\"uri\":\"" + uri + "\",")));
        String method = word + "/method" + i;
        connection.send(post(fields("2026-07-28", method, ""), message(method, "")));
        connection.send(
            post(fields(word + i, "tools/call", "search"), Requests.call("search", "{}")));
        waiting = answers(connection, waiting + 3, 50);
      }
      answers(connection, waiting, 0);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  /** Reads all the answers that are due, once there are more than {@code most} of them. */
  private static int answers(RawHttp connection, int due, int most) throws IOException {
    if (due <= most) {
      return due;
    }
    for (int i = 0; i < due; i++) {
      var _ = connection.answer();
    }
    return 0;
  }

  private static String fields(String version, String method, String name) {
    return "MCP-Protocol-Version: "
        + version
        + "\r\nMcp-Method: "
        + method
        + "\r\n"
        + (name.isEmpty() ? "" : "Mcp-Name: " + name + "\r\n");
  }

  private static String message(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\""
        + method
        + "\",\"params\":{"
        + params
        + Requests.META
        + "}}";
  }

  private String post(String fields, String body) {
    return Requests.post(gateway.port(), "/mcp", fields, body);
  }

  private RawHttp.Answer call(String tool) throws IOException {
    try (RawHttp connection = gateway.connect()) {
      connection.send(post(Requests.fields(tool), Requests.call(tool, "{}")));
      return connection.answer();
    }
  }

  /** Names and labels; those of the JVM come and go with its memory pools. */
  private static Set<String> series(String scrape) {
    return scrape
        .lines()
        .filter(line -> line.startsWith("mcp"))
        // It comes when it is signed.
        .filter(line -> !line.startsWith(Metric.AUDIT_CHECKPOINT.exposed()))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
