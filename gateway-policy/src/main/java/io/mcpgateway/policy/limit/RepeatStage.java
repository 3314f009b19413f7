package io.mcpgateway.policy.limit;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.limit.Repeats.Call;
import io.mcpgateway.policy.model.Mode;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.Repeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stops an agent that goes round in circles: refuses a call that the same principal has made with
 * the same arguments as often as it may. Comes after authorization, so that only calls count that
 * would be made.
 */
public final class RepeatStage implements Stage {
  private final List<Repeat> rules;
  private final Repeats memory;

  /**
   * @param platform what counts beside the route's own rules, or null
   */
  public RepeatStage(PolicySpec route, @Nullable PolicySpec platform, Repeats memory) {
    // The same rule in both is one: it would count every call twice.
    this.rules =
        Stream.concat(
                platform == null ? Stream.of() : platform.repeats().stream(),
                route.repeats().stream())
            .distinct()
            .toList();
    this.memory = memory;
  }

  public RepeatStage(PolicySpec route, Repeats memory) {
    this(route, null, memory);
  }

  @Override
  public Verdict apply(Exchange exchange) {
    if (rules.isEmpty()
        || exchange.target().method() != McpMethod.TOOLS_CALL
        || !(exchange.operation() instanceof Operation.Send(JsonRpcMessage.Request call))) {
      return new Verdict.Continue(exchange);
    }
    String digest = null;
    List<Call> counted = new ArrayList<>(rules.size());
    List<Observation> observations = new ArrayList<>();
    Repeat refusing = null;
    long longest = 0;
    for (Repeat rule : rules) {
      if (!rule.counts(exchange.target().name())) {
        continue;
      }
      digest = digest == null ? CallDigest.of(call) : digest;
      Call same = same(rule, exchange, digest);
      long wait = memory.take(same);
      if (wait == 0) {
        counted.add(same);
      } else if (rule.mode() == Mode.OBSERVE) {
        observations.add(new Observation("repeats:" + rule.name(), Observation.Effect.DENY));
      } else if (wait > longest) {
        longest = wait;
        refusing = rule;
      }
    }
    if (refusing == null) {
      return new Verdict.Continue(exchange.observed(observations));
    }
    counted.forEach(memory::giveBack);
    return new Verdict.Refuse(
        new Refusal.Repeated(
            "repeats:" + refusing.name(), refusing.times(), Duration.ofNanos(longest)),
        observations);
  }

  private static Call same(Repeat rule, Exchange exchange, String digest) {
    return new Call(
        rule,
        exchange.principal().key(),
        exchange.route().path(),
        exchange.target().name(),
        digest);
  }
}
