package io.mcpgateway.policy.mask;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import java.util.List;

/**
 * A stage that judges arguments, with what it says of them masked as a reply of the tool would be:
 * it may quote the tool's schema, and {@code tools/list} shows that masked, too. Thread-safe.
 */
public final class MaskedProblemsStage implements Stage {
  private static final String UNSPEAKABLE = "they are not what the tool's inputSchema says";

  private final Stage judge;
  private final List<MaskStage> masks;

  /**
   * @param masks one after the other
   */
  public MaskedProblemsStage(Stage judge, List<MaskStage> masks) {
    this.judge = judge;
    this.masks = List.copyOf(masks);
  }

  @Override
  public Verdict apply(Exchange exchange) {
    return masked(exchange, judge.apply(exchange));
  }

  private Verdict masked(Exchange exchange, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Refuse(Refusal.InvalidArguments(var problems), var observations) ->
          new Verdict.Refuse(
              new Refusal.InvalidArguments(
                  problems.stream().map(problem -> masked(exchange, problem)).distinct().toList()),
              observations);
      case Verdict.Await(var later) ->
          new Verdict.Await(later.thenApply(each -> masked(exchange, each)));
      case Verdict.Continue _, Verdict.Refuse _ -> verdict;
    };
  }

  private String masked(Exchange exchange, String problem) {
    String said = problem;
    for (MaskStage each : masks) {
      said = each.said(exchange, said);
      if (said == null) {
        return UNSPEAKABLE;
      }
    }
    return said;
  }
}
