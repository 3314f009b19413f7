package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.McpMethod;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an exchange ended, whatever happened: the one thing that audit and metrics are made from.
 *
 * @param exchange what was known at the end; null if the request was refused before it became one
 * @param attempt what was known of a request that never became an exchange; null if it did
 * @param status the HTTP status sent to the client; 0 if none was
 * @param decided from arrival until policy had decided; zero if it never did
 * @param firstByte from arrival until the upstream's reply began; zero if it never did
 * @param total from arrival to the end
 * @param bytesIn the size of the client's message
 * @param bytesOut the size of all messages sent to the client
 * @param events how many messages were sent to the client
 * @param streamed whether the status was sent before the reply was complete
 * @param revisions how often each mask or filter rule applied, by rule name
 * @param transcript what was kept of the messages; null if nothing was
 */
public record Outcome(
    Arrival arrival,
    @Nullable Exchange exchange,
    @Nullable Attempt attempt,
    Result result,
    int status,
    Duration decided,
    Duration firstByte,
    Duration total,
    long bytesIn,
    long bytesOut,
    int events,
    boolean streamed,
    Map<String, Integer> revisions,
    @Nullable Transcript transcript) {

  /** The end of an exchange. */
  public sealed interface Result {
    /** The upstream answered. */
    record Answered() implements Result {}

    /**
     * The upstream answered with an error of its own.
     *
     * @param code the JSON-RPC error code, or 0 for a tool that reports an error in its result
     */
    record Failed(int code) implements Result {}

    /** The gateway answered, or broke off the upstream's answer. */
    record Refused(Refusal refusal) implements Result {}

    /** The client went away first. */
    record Abandoned() implements Result {}
  }

  /** What policy said of an exchange, and which rule. */
  public record Ruling(boolean permit, String rule) {
    /** The word for it in audit records and metrics. */
    public String word() {
      return permit ? "permit" : "deny";
    }
  }

  /** A request that was refused before it became an exchange. */
  public static Outcome rejected(
      Arrival arrival, Attempt attempt, Refusal refusal, int status, Duration total) {
    return early(arrival, attempt, new Result.Refused(refusal), status, total);
  }

  /** A request whose client went away before all of it had come. */
  public static Outcome cutShort(Arrival arrival, Attempt attempt, Duration total) {
    return early(arrival, attempt, new Result.Abandoned(), 0, total);
  }

  private static Outcome early(
      Arrival arrival, Attempt attempt, Result result, int status, Duration total) {
    return new Outcome(
        arrival,
        null,
        attempt,
        result,
        status,
        Duration.ZERO,
        Duration.ZERO,
        total,
        0,
        0,
        0,
        false,
        Map.of(),
        null);
  }

  /** The same outcome with what was kept of the messages. */
  public Outcome with(@Nullable Transcript known) {
    return new Outcome(
        arrival, exchange, attempt, result, status, decided, firstByte, total, bytesIn, bytesOut,
        events, streamed, revisions, known);
  }

  /**
   * The same where the client gets a refusal instead of the reply, or of the end of it.
   *
   * @param refusedStatus the status of the refusal
   */
  public Outcome refused(Refusal refusal, int refusedStatus) {
    return new Outcome(
        arrival,
        exchange,
        attempt,
        new Result.Refused(refusal),
        streamed ? status : refusedStatus,
        decided,
        firstByte,
        total,
        bytesIn,
        bytesOut,
        events,
        streamed,
        revisions,
        transcript);
  }

  /** The route, or null if the request was refused before it was known. */
  public @Nullable Route route() {
    if (exchange != null) {
      return exchange.route();
    }
    return attempt == null ? null : attempt.route();
  }

  /** The method, or null if it is unknown, or no method of MCP. */
  public @Nullable McpMethod method() {
    if (exchange != null) {
      return exchange.target().method();
    }
    return attempt == null ? null : attempt.method();
  }

  /**
   * What policy said last: a denial counts more than an earlier permit. Null if it said nothing.
   */
  public @Nullable Ruling ruling() {
    if (result instanceof Result.Refused(Refusal refusal)) {
      String rule =
          switch (refusal) {
            case Refusal.Hidden(_, String denying) -> denying;
            case Refusal.Forbidden(String denying) -> denying;
            case Refusal.DeniedAsk(_, String denying) -> denying;
            default -> null;
          };
      if (rule != null) {
        return new Ruling(false, rule);
      }
    }
    return exchange != null && exchange.grant() instanceof Grant.ByRule(String rule, _)
        ? new Ruling(true, rule)
        : null;
  }

  /** One word of a fixed set: {@code answered}, {@code failed}, {@code abandoned} or a reason. */
  public String word() {
    return switch (result) {
      case Result.Answered() -> "answered";
      case Result.Failed(_) -> "failed";
      case Result.Refused(Refusal refusal) -> refusal.reason();
      case Result.Abandoned() -> "abandoned";
    };
  }
}
