package io.mcpgateway.policy.limit;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.limit.Limiter.Bucket;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.Limit;
import io.mcpgateway.policy.model.Limit.Element;
import io.mcpgateway.policy.model.PolicySpec;
import java.time.Duration;
import java.util.List;

/**
 * Takes a token from every limit that counts the request. If one has none, the others keep theirs
 * and the request is refused for as long as the slowest of them needs.
 *
 * <p>Comes after authentication, because a principal that nobody verified is no key, and before
 * authorization, so that guessing is limited too.
 */
public final class LimitStage implements Stage {
  private final List<Limit> limits;
  private final Limiter limiter;

  public LimitStage(PolicySpec policy, Limiter limiter) {
    this(policy.limits(), limiter);
  }

  /** For limits of several policies: a request counts in all of them or in none. */
  public LimitStage(List<Limit> limits, Limiter limiter) {
    this.limits = List.copyOf(limits);
    this.limiter = limiter;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    if (limits.isEmpty()
        || !(exchange.operation() instanceof Operation.Send(JsonRpcMessage.Request _))) {
      return new Verdict.Continue(exchange);
    }
    Bucket[] taken = new Bucket[limits.size()];
    int takenCount = 0;
    long longest = 0;
    String refusing = "";
    for (Limit limit : limits) {
      if (!counts(limit, exchange)) {
        continue;
      }
      Bucket bucket = bucket(limit, exchange);
      long wait = limiter.take(bucket);
      if (wait == 0) {
        taken[takenCount++] = bucket;
      } else if (wait > longest) {
        longest = wait;
        refusing = limit.name();
      }
    }
    if (longest == 0) {
      return new Verdict.Continue(exchange);
    }
    for (int i = 0; i < takenCount; i++) {
      limiter.giveBack(taken[i]);
    }
    return new Verdict.Refuse(new Refusal.RateLimited(refusing, Duration.ofNanos(longest)));
  }

  private static boolean counts(Limit limit, Exchange exchange) {
    if (!limit.countsToolCallsOnly()) {
      return true;
    }
    if (exchange.target().method() != McpMethod.TOOLS_CALL) {
      return false;
    }
    if (limit.tools().isEmpty()) {
      return true;
    }
    for (Glob tool : limit.tools()) {
      if (tool.matches(exchange.target().name())) {
        return true;
      }
    }
    return false;
  }

  private static Bucket bucket(Limit limit, Exchange exchange) {
    return new Bucket(
        limit.name(),
        Math.max(1, limit.per().toNanos() / limit.amount()),
        limit.burst(),
        limit.key().contains(Element.PRINCIPAL) ? exchange.principal().key() : "",
        limit.key().contains(Element.TOOL) ? exchange.target().name() : "",
        limit.key().contains(Element.ROUTE) ? exchange.route().path() : "");
  }
}
