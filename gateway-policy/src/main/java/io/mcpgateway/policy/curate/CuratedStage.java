package io.mcpgateway.policy.curate;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.model.CurationSpec;

/**
 * Refuses what {@link CurateStage} could not rewrite. Comes after authorization: to a caller who
 * may not call the tool there is none, and nothing about its arguments can be wrong.
 */
public final class CuratedStage implements Stage {
  private final Curation curation;

  public CuratedStage(Curation curation) {
    this.curation = curation;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    if (curation.isEmpty()
        || exchange.target().method() != McpMethod.TOOLS_CALL
        || exchange.original() != null
        || !(exchange.operation() instanceof Operation.Send(JsonRpcMessage message))) {
      return new Verdict.Continue(exchange);
    }
    CurationSpec.Tool tool = curation.called(exchange.target().name());
    String problem = tool == null ? null : CuratedCall.rewrite(message, tool).problem();
    return problem == null
        ? new Verdict.Continue(exchange)
        : new Verdict.Refuse(new Refusal.InvalidParams(problem));
  }
}
