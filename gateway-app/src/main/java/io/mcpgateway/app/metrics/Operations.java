package io.mcpgateway.app.metrics;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.RefusalAnswer;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How long the operations of one route took, on the side of its clients and on that of its
 * upstream, with the names that OpenTelemetry has for it (semantic conventions for MCP).
 * Thread-safe.
 */
final class Operations {
  /** More than most routes have; beyond, tools are {@link RouteMeters#OTHER}. */
  static final int MOST_SERIES = 1_000;

  private static final String TCP = "tcp";
  private static final ProtocolVersion[] VERSIONS = ProtocolVersion.values();
  private static final int NO_VERSION = VERSIONS.length;
  private static final int METHODS = McpMethod.values().length + 1;

  private final DurationHistogram server;
  private final DurationHistogram client;
  private final String route;
  private final Side<DurationHistogram.Series> arrived = new Side<>();
  private final Side<DurationHistogram.Series> sent = new Side<>();

  Operations(DurationHistogram server, DurationHistogram client, String route) {
    this.server = server;
    this.client = client;
    this.route = route;
  }

  /** Series by method, version, tool and how the operation ended; looked up without a key. */
  private static final class Side<T> {
    private final AtomicReferenceArray<@Nullable Map<String, Map<String, T>>> all =
        new AtomicReferenceArray<>(METHODS * (NO_VERSION + 1));

    Map<String, T> get(@Nullable McpMethod method, int version, String tool) {
      int index = index(method) * (NO_VERSION + 1) + version;
      Map<String, Map<String, T>> byTool = all.get(index);
      if (byTool == null) {
        all.compareAndSet(index, null, new ConcurrentHashMap<>());
        return get(method, version, tool);
      }
      Map<String, T> byEnd = byTool.get(tool);
      return byEnd == null ? byTool.computeIfAbsent(tool, _ -> new ConcurrentHashMap<>()) : byEnd;
    }

    @SuppressWarnings("EnumOrdinal") // An index for the life of the process, written nowhere.
    private static int index(@Nullable McpMethod method) {
      return method == null ? METHODS - 1 : method.ordinal();
    }
  }

  /**
   * @param tool one that policy names, or {@link RouteMeters#OTHER}; empty if it is no call
   */
  void count(Outcome outcome, @Nullable McpMethod method, String tool) {
    Exchange exchange = outcome.exchange();
    String end = end(outcome);
    int version = exchange == null ? NO_VERSION : version(exchange.client().protocolVersion());
    Map<String, DurationHistogram.Series> byEnd = arrived.get(method, version, tool);
    DurationHistogram.Series series = byEnd.get(end);
    if (series == null) {
      series = byEnd.computeIfAbsent(end, each -> arrived(method, version, tool, each));
    }
    series.record(outcome.total(), outcome.arrival().trace());
    if (exchange != null && !outcome.decided().isZero()) {
      countSent(outcome, exchange, tool, end);
    }
  }

  private void countSent(Outcome outcome, Exchange exchange, String tool, String end) {
    McpMethod method = exchange.target().method();
    Map<String, DurationHistogram.Series> byEnd = sent.get(method, NO_VERSION, tool);
    DurationHistogram.Series series = byEnd.get(end);
    if (series == null) {
      series = byEnd.computeIfAbsent(end, each -> sent(outcome, exchange, tool, each));
    }
    Duration took = outcome.total().minus(outcome.decided());
    series.record(took.isNegative() ? Duration.ZERO : took, outcome.arrival().trace());
  }

  private DurationHistogram.Series arrived(
      @Nullable McpMethod method, int version, String tool, String end) {
    return server.series(
        end,
        bounded(server, tool),
        RouteMeters.label(method),
        version == NO_VERSION ? "" : VERSIONS[version].text(),
        TCP,
        route);
  }

  private DurationHistogram.Series sent(
      Outcome outcome, Exchange exchange, String tool, String end) {
    return client.series(
        isOfUpstream(outcome) ? end : "",
        bounded(client, tool),
        RouteMeters.label(exchange.target().method()),
        TCP,
        route,
        exchange.route().upstream());
  }

  private static String bounded(DurationHistogram histogram, String tool) {
    return tool.isEmpty() || histogram.size() < MOST_SERIES ? tool : RouteMeters.OTHER;
  }

  /** What the gateway refuses by itself is no failure of the upstream. */
  private static boolean isOfUpstream(Outcome outcome) {
    return !(outcome.result() instanceof Outcome.Result.Refused(var refusal))
        || RefusalAnswer.of(refusal, Era.MODERN, outcome.arrival().id()).status() >= 500;
  }

  private static int version(@Nullable String text) {
    for (int i = 0; i < VERSIONS.length; i++) {
      if (VERSIONS[i].text().equals(text)) {
        return i;
      }
    }
    return NO_VERSION;
  }

  /** The {@code error.type}: one of a fixed set, whatever codes an upstream makes up. */
  private static String end(Outcome outcome) {
    return switch (outcome.result()) {
      case Outcome.Result.Answered() -> "";
      case Outcome.Result.Abandoned() -> outcome.word();
      case Outcome.Result.Refused(var refusal) -> refusal.reason();
      case Outcome.Result.Failed(int code) ->
          switch (code) {
            case 0 -> "tool_error";
            case -32700 -> "-32700";
            case -32600 -> "-32600";
            case -32601 -> "-32601";
            case -32602 -> "-32602";
            case -32603 -> "-32603";
            case -32000 -> "-32000";
            case -32002 -> "-32002";
            default -> "_OTHER";
          };
    };
  }
}
