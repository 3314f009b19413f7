package io.mcpgateway.policy.pin;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.McpMethod;

/**
 * Refuses calls of tools that are kept from clients because of what their upstream says of them
 * now. Comes after authorization: who may not use a tool learns nothing of it.
 */
public final class PinStage implements Stage {
  private static final String UNLISTED = "pins:unlisted-tool";

  private final ToolReview review;

  public PinStage(ToolReview review) {
    this.review = review;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    if (exchange.target().method() != McpMethod.TOOLS_CALL) {
      return new Verdict.Continue(exchange);
    }
    ToolDefinition tool = exchange.tool();
    if (tool == null) {
      // What nobody can look at nobody has reviewed.
      return review.rules().isEnforced()
          ? new Verdict.Refuse(new Refusal.Hidden(exchange.target(), UNLISTED))
          : new Verdict.Continue(exchange);
    }
    ToolReview.Opinion opinion = review.of(tool);
    return switch (opinion.action()) {
      case WARN -> new Verdict.Continue(exchange);
      case HIDE ->
          new Verdict.Refuse(new Refusal.Hidden(exchange.target(), "pins:" + opinion.finding()));
      case BLOCK -> new Verdict.Refuse(new Refusal.UnreviewedTool(opinion.finding()));
    };
  }
}
