package io.mcpgateway.app.trace;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.RefusalAnswer;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.Trace;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.RequestId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the spans of an exchange, named as OpenTelemetry's semantic conventions for MCP want it:
 * one for the gateway, and one for its upstream if it was asked.
 */
final class Spans {
  private static final String OTHER = "other";
  private static final long NANOS = 1_000_000_000L;

  private final Function<String, @Nullable URI> upstreams;

  /**
   * @param upstreams the address of an upstream, by name
   */
  Spans(Function<String, @Nullable URI> upstreams) {
    this.upstreams = upstreams;
  }

  List<FinishedSpan> of(Outcome outcome) {
    Map<String, String> more = attributes(outcome);
    Failure failure = Failure.of(outcome);
    if (failure.code != 0) {
      more.put("rpc.response.status_code", Integer.toString(failure.code));
    }
    Route route = outcome.route();
    List<FinishedSpan> spans = new ArrayList<>(2);
    spans.add(
        span(
            outcome,
            FinishedSpan.Side.SERVER,
            outcome.exchange() == null ? "" : outcome.exchange().target().name(),
            route == null ? null : route.resource(),
            Duration.ZERO,
            failure,
            more));
    Exchange exchange = outcome.exchange();
    if (exchange != null && !outcome.decided().isZero()) {
      Map<String, String> ofUpstream = new HashMap<>(more);
      ofUpstream.keySet().removeIf(key -> key.startsWith("client.") || key.startsWith("http."));
      ofUpstream.put("mcpgateway.upstream", exchange.route().upstream());
      spans.add(
          span(
              outcome,
              FinishedSpan.Side.CLIENT,
              upstreamName(exchange),
              upstreams.apply(exchange.route().upstream()),
              outcome.decided(),
              failure.ofUpstream(),
              ofUpstream));
    }
    return spans;
  }

  private static FinishedSpan span(
      Outcome outcome,
      FinishedSpan.Side side,
      String name,
      @Nullable URI server,
      Duration after,
      Failure failure,
      Map<String, String> more) {
    Trace trace = outcome.arrival().trace();
    McpMethod method = outcome.method();
    Instant arrived = outcome.arrival().time();
    long arrival = arrived.getEpochSecond() * NANOS + arrived.getNano();
    return new FinishedSpan(
        trace,
        side,
        method == null ? OTHER : method.wireName(),
        kind(outcome.exchange()),
        name,
        requestId(outcome),
        server,
        arrival + after.toNanos(),
        arrival + outcome.total().toNanos(),
        failure.type,
        failure.counts,
        more);
  }

  private static FinishedSpan.Kind kind(@Nullable Exchange exchange) {
    McpMethod.Primitive primitive = exchange == null ? null : exchange.target().primitive();
    if (primitive == null) {
      return FinishedSpan.Kind.OTHER;
    }
    return switch (primitive) {
      case TOOL -> FinishedSpan.Kind.TOOL;
      case PROMPT -> FinishedSpan.Kind.PROMPT;
      case RESOURCE -> FinishedSpan.Kind.RESOURCE;
      default -> FinishedSpan.Kind.OTHER;
    };
  }

  /** What the upstream calls the thing, which may be something else. */
  private static String upstreamName(Exchange exchange) {
    McpMethod method = exchange.target().method();
    String member = method == null ? null : method.targetMember();
    if (exchange.original() != null
        && member != null
        && exchange.operation() instanceof Operation.Send(var message)) {
      String name = message.params().string(member);
      return name == null ? "" : name;
    }
    return exchange.target().name();
  }

  private static String requestId(Outcome outcome) {
    RequestId id =
        outcome.exchange() != null
            ? outcome.exchange().requestId()
            : outcome.attempt() == null ? null : outcome.attempt().requestId();
    return id == null ? "" : id.json();
  }

  private static Map<String, String> attributes(Outcome outcome) {
    Map<String, String> more = new HashMap<>();
    more.put("network.transport", "tcp");
    more.put("network.protocol.name", "http");
    more.put("network.protocol.version", outcome.arrival().httpVersion().substring(5));
    String peer = outcome.arrival().peer();
    int colon = peer.lastIndexOf(':');
    if (colon > 0) {
      more.put("client.address", peer.substring(0, colon));
      more.put("client.port", peer.substring(colon + 1));
    }
    if (outcome.status() != 0) {
      more.put("http.response.status_code", Integer.toString(outcome.status()));
    }
    more.put("mcpgateway.exchange.id", outcome.arrival().id());
    more.put("mcpgateway.outcome", outcome.word());
    Route route = outcome.route();
    if (route != null) {
      more.put("mcpgateway.route", route.path());
    }
    Exchange exchange = outcome.exchange();
    if (exchange != null && exchange.client().protocolVersion() != null) {
      more.put("mcp.protocol.version", exchange.client().protocolVersion());
    }
    if (outcome.method() == McpMethod.TOOLS_CALL) {
      more.put("gen_ai.operation.name", "execute_tool");
    }
    return more;
  }

  /**
   * How an exchange failed.
   *
   * @param code the JSON-RPC code, or 0
   * @param type null if it did not
   * @param counts whether it was anybody's fault but the client's
   */
  private record Failure(int code, @Nullable String type, boolean counts) {
    private static final Failure NONE = new Failure(0, null, false);

    static Failure of(Outcome outcome) {
      return switch (outcome.result()) {
        case Outcome.Result.Answered() -> NONE;
        case Outcome.Result.Abandoned() -> new Failure(0, outcome.word(), false);
        case Outcome.Result.Failed(int code) ->
            code == 0
                ? new Failure(0, "tool_error", true)
                : new Failure(code, Integer.toString(code), !isOfTheClient(code));
        case Outcome.Result.Refused(Refusal refusal) -> {
          RefusalAnswer answer = RefusalAnswer.of(refusal, Era.MODERN, outcome.arrival().id());
          yield new Failure(answer.code(), refusal.reason(), answer.status() >= 500);
        }
      };
    }

    /** Nothing that the gateway refused by itself is a failure of the upstream. */
    Failure ofUpstream() {
      return counts || type == null || code < 0 ? this : new Failure(0, null, false);
    }

    private static boolean isOfTheClient(int code) {
      return switch (code) {
        case -32700, -32600, -32601, -32602, -32002 -> true;
        default -> false;
      };
    }
  }
}
