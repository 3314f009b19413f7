package io.mcpgateway.policy.access;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyStage;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.protocol.ErrorCodes;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.MessageScanner;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps from the client what its upstream may not ask it for: in legacy eras a request on any
 * stream of the session, which the gateway then answers with an error so that the upstream can go
 * on; in the modern era a result that asks for input, which ends the reply (MCP 2025-11-25, client
 * features; 2026-07-28, multi round trip requests). Thread-safe.
 */
public final class AskStage implements ReplyStage {
  private final boolean permitsAll;
  private final Judge judge;

  /** What policy says to something that the upstream asks the client for. */
  @FunctionalInterface
  interface Judge {
    Judgement judge(Exchange exchange, Question.Subject subject);
  }

  /**
   * @param clock what conditions take the time from; their arguments are those of the call in whose
   *     reply the upstream asks
   */
  public AskStage(AccessPolicy policy, InstantSource clock) {
    this(
        policy.permitsAll(),
        (exchange, subject) ->
            policy.judge(new Questions(exchange, clock.instant()).about(subject)));
  }

  AskStage(Judge judge) {
    this(false, judge);
  }

  private AskStage(boolean permitsAll, Judge judge) {
    this.permitsAll = permitsAll;
    this.judge = judge;
  }

  @Override
  public boolean concerns(Exchange exchange) {
    if (permitsAll) {
      return false;
    }
    return switch (exchange.operation()) {
      case Operation.Send(JsonRpcMessage.Request _), Operation.OpenStream() -> true;
      case Operation.Send _, Operation.EndSession() -> false;
    };
  }

  @Override
  public Revision apply(Exchange exchange, JsonRpcMessage message) {
    List<Asked> asked = Asked.in(message);
    if (asked.isEmpty()) {
      return Revision.UNCHANGED;
    }
    List<Observation> observations = List.of();
    for (Asked each : asked) {
      Judgement judgement = judge(exchange, each);
      observations = joined(observations, judgement.observations());
      if (judgement.enforced() instanceof Decision.Deny(String rule)) {
        return message instanceof JsonRpcMessage.Request request
            ? answered(request, each, rule, observations)
            : new Revision.Blocked(new Refusal.DeniedAsk(each.word(), rule), observations);
      }
    }
    return observations.isEmpty() ? Revision.UNCHANGED : new Revision.Observed(observations);
  }

  /** Whatever any of its subjects permits: what only follows from another ask has several. */
  private Judgement judge(Exchange exchange, Asked asked) {
    Judgement last = new Judgement(new Decision.Deny("malformed"), List.of());
    List<Observation> observations = List.of();
    for (Question.Subject subject : asked.subjects()) {
      last = judge.judge(exchange, subject);
      observations = joined(observations, last.observations());
      if (last.enforced().isPermit()) {
        return last;
      }
    }
    return new Judgement(last.enforced(), observations);
  }

  private static List<Observation> joined(List<Observation> some, List<Observation> others) {
    if (some.isEmpty() || others.isEmpty()) {
      return some.isEmpty() ? others : some;
    }
    List<Observation> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private static Revision answered(
      JsonRpcMessage.Request request, Asked asked, String rule, List<Observation> observations) {
    return new Revision.Answered(
        denial(request, asked), Map.of("ask:" + asked.word() + ":" + rule, 1), observations);
  }

  private static JsonRpcMessage.Response denial(JsonRpcMessage.Request request, Asked asked) {
    String json =
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + request.id().json()
            + ",\"error\":{\"code\":"
            + ErrorCodes.FORBIDDEN
            + ",\"message\":"
            + Json.quote("The client may not be asked for " + asked.word())
            + "}}";
    try {
      return (JsonRpcMessage.Response) MessageScanner.scan(json.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedMessageException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
