package io.mcpgateway.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.mcpgateway.app.Outcomes;
import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.SessionListener;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.exchange.Trace;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {
  private final GatewayMetrics metrics = new GatewayMetrics();

  @Test
  void everyLineOfTheExpositionParses() {
    metrics.ended(Outcomes.answered("a", "search"));
    metrics.reloaded(GatewayMetrics.Reload.DONE);

    assertThat(scrape().lines())
        .allMatch(
            line ->
                line.startsWith("# ")
                    || line.matches(
                        "[a-zA-Z_:][a-zA-Z0-9_:]*(\\{([a-z_]+=\"[^\"]*\",?)*})? [-+0-9.eEInfNa]+"));
  }

  @Test
  void exchangesAreCountedByRouteMethodAndOutcome() {
    metrics.ended(Outcomes.answered("a", "search"));
    metrics.ended(Outcomes.answered("b", "search"));
    metrics.ended(Outcomes.refused("c", "search", new Refusal.Forbidden("no")));
    metrics.ended(Outcomes.rejected("d", new Refusal.UnknownRoute()));
    metrics.ended(Outcomes.rejectedOnRoute("e", new Refusal.HeaderMismatch("x")));

    assertThat(scrape())
        .contains(
            "mcpgateway_exchanges_total{method=\"tools/call\",outcome=\"answered\",route=\"/crm/mcp\"} 2.0")
        .contains(
            "mcpgateway_exchanges_total{method=\"tools/call\",outcome=\"forbidden\",route=\"/crm/mcp\"} 1.0")
        .contains(
            "mcpgateway_exchanges_total{method=\"other\",outcome=\"unknown-route\",route=\"none\"} 1.0")
        .contains(
            "mcpgateway_exchanges_total{method=\"tools/call\",outcome=\"header-mismatch\",route=\"/crm/mcp\"} 1.0")
        .contains("mcpgateway_refusals_total{reason=\"forbidden\",route=\"/crm/mcp\"} 1.0")
        .contains("mcpgateway_masked_total{route=\"/crm/mcp\",rule=\"cards\"} 4.0")
        .contains(
            "mcp_server_operation_duration_seconds_count{error_type=\"\",gen_ai_tool_name=\"other\",mcp_method_name=\"tools/call\",mcp_protocol_version=\"2026-07-28\",network_transport=\"tcp\",route=\"/crm/mcp\"} 2")
        .contains("le=\"0.005\"")
        .contains("le=\"60.0\"");
  }

  @Test
  void tenThousandMadeUpToolsAreOneSeries() {
    metrics.knownTools(Map.of("/crm/mcp", Set.of("search")));
    metrics.ended(Outcomes.answered("a", "search"));
    metrics.ended(Outcomes.answered("a", "made up"));
    long before = scrape().lines().filter(line -> line.startsWith("mcpgateway_")).count();

    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      metrics.ended(Outcomes.answered("a", Long.toHexString(random.nextLong())));
    }

    String scrape = scrape();
    assertThat(scrape.lines().filter(line -> line.startsWith("mcpgateway_"))).hasSize((int) before);
    assertThat(scrape)
        .contains(
            "mcpgateway_tool_calls_total{outcome=\"answered\",route=\"/crm/mcp\",tool=\"search\"} 1.0")
        .contains(
            "mcpgateway_tool_calls_total{outcome=\"answered\",route=\"/crm/mcp\",tool=\"other\"} 10001.0");
  }

  @Test
  void nothingThatAClientOrAnUpstreamWroteIsALabel() {
    metrics.knownTools(Map.of("/crm/mcp", Set.of("search")));
    for (String value : List.of("4539578763621486", "jane.doe@acme-corp.com")) {
      Exchange exchange =
          Outcomes.call("a", value)
              .with(
                  new ClientHop(
                      Era.MODERN,
                      value,
                      value,
                      Outcomes.call("a", value).client().headers(),
                      new Session.None()))
              .with(
                  new Principal.Authenticated(
                      "https://idp.example.com",
                      value,
                      value,
                      List.of(),
                      value,
                      Set.of(value),
                      Set.of(value),
                      value,
                      Instant.EPOCH))
              .observed(
                  List.of(
                      new Observation("arguments:" + value, Observation.Effect.DENY),
                      new Observation("pin:" + value, Observation.Effect.DENY)));
      for (Refusal refusal :
          List.of(
              new Refusal.Hidden(
                  new Target(
                      McpMethod.RESOURCES_READ, McpMethod.Primitive.RESOURCE, "crm://x/" + value),
                  "role:sales"),
              new Refusal.Hidden(
                  exchange.target(), "pins:new-parameter: parameter " + value + " is new"),
              new Refusal.UnreviewedTool(value),
              new Refusal.InvalidArguments(List.of(value)),
              new Refusal.BadUpstreamAnswer("crm", value),
              new Refusal.UnsupportedVersion(value))) {
        metrics.ended(Outcomes.ended(exchange, new Outcome.Result.Refused(refusal), 200, Map.of()));
      }
    }

    assertThat(scrape())
        .contains("tool=\"other\"", "rule=\"arguments:other\"", "rule=\"pins:new-parameter\"")
        .doesNotContain("4539578763621486", "jane.doe");
  }

  @Test
  void readingsAreAsFreshAsTheScrape() {
    assertThat(scrape(List.of(new Reading(Metric.CONFIG, Map.of("version", "one"), 1))))
        .contains("mcpgateway_config_info{version=\"one\"} 1");
    assertThat(scrape(List.of(new Reading(Metric.CONFIG, Map.of("version", "two"), 1))))
        .contains("mcpgateway_config_info{version=\"two\"} 1")
        .doesNotContain("\"one\"");
  }

  @Test
  void countersOfOthersAndTheJvmAreThere() {
    DoubleSupplier written = () -> 42;
    metrics.counter(Metric.AUDIT_WRITTEN, written);

    assertThat(scrape())
        .contains("mcpgateway_audit_written_total 42.0")
        .contains("jvm_memory_used_bytes")
        .contains("process_cpu_usage");
  }

  @Test
  void sessionsAreTimedOnBothSidesWhenTheClientEndsThem() {
    metrics
        .sessions()
        .ended(Outcomes.call("a", "x"), "s1", Duration.ofMinutes(4), SessionListener.End.DELETED);
    metrics
        .sessions()
        .ended(Outcomes.call("b", "x"), "s2", Duration.ofHours(9), SessionListener.End.EXPIRED);

    assertThat(scrape())
        .contains(
            "mcp_server_session_duration_seconds_bucket{network_transport=\"tcp\",route=\"/crm/mcp\",le=\"300.0\"} 1",
            "mcp_server_session_duration_seconds_count{network_transport=\"tcp\",route=\"/crm/mcp\"} 2",
            "mcp_client_session_duration_seconds_count{network_transport=\"tcp\",route=\"/crm/mcp\",upstream=\"crm\"} 1");
  }

  @Test
  void theCodesOfAnUpstreamAreAFixedSet() {
    for (int code = -40_000; code < -30_000; code++) {
      metrics.ended(
          Outcomes.ended(Outcomes.call("a", "x"), new Outcome.Result.Failed(code), 200, Map.of()));
    }

    assertThat(
            scrape()
                .lines()
                .filter(line -> line.startsWith("mcp_server_operation_duration_seconds_count")))
        .hasSize(8)
        .anyMatch(line -> line.contains("error_type=\"_OTHER\"") && line.endsWith(" 9993"));
  }

  @Test
  void aRouteWithMoreToolsThanThereIsRoomForHasABound() {
    Set<String> many =
        IntStream.range(0, 5_000).mapToObj(i -> "tool" + i).collect(Collectors.toSet());
    metrics.knownTools(Map.of("/crm/mcp", many));
    many.forEach(tool -> metrics.ended(Outcomes.answered("a", tool)));

    assertThat(
            scrape()
                .lines()
                .filter(line -> line.startsWith("mcp_server_operation_duration_seconds_count")))
        .hasSize(Operations.MOST_SERIES + 1)
        .anyMatch(line -> line.contains("gen_ai_tool_name=\"other\"") && line.endsWith(" 4000"));
  }

  @Test
  void aDurationCostsNextToNoMemoryOnceItsSeriesExists() {
    DurationHistogram.Series series =
        DurationHistogram.register(
                new PrometheusRegistry(), Metric.SERVER_SESSIONS, DurationHistogram.SESSIONS)
            .series("tcp", "/crm/mcp");
    Trace trace = Trace.begin();
    Duration duration = Duration.ofMillis(3);
    for (int i = 0; i < 50_000; i++) {
      series.record(duration, trace);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 50_000; i++) {
      series.record(duration, trace);
    }

    // An exemplar now and then, and what the library boxes to find a native bucket.
    assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 50_000).isLessThan(40);
  }

  @Test
  void aReadingHasTheLabelsOfTheTable() {
    assertThatThrownBy(() -> new Reading(Metric.CONFIG, Map.of("route", "/a"), 1))
        .hasMessage("mcpgateway_config_info[route] (expected: a gauge with [version])");
    assertThatThrownBy(() -> new Reading(Metric.EXCHANGES, Map.of(), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String scrape() {
    return scrape(List.of());
  }

  private String scrape(List<Reading> readings) {
    return new String(metrics.scrape(null, () -> readings).body(), StandardCharsets.UTF_8);
  }
}
