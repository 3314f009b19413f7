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
 * Rewrites a tool call into what the upstream understands: its own name of the tool, and the
 * arguments that the gateway gives. Comes before authorization, so that what is decided is what is
 * sent; what is rewritten is read again as strictly as what came.
 *
 * <p>A call by a name that no tool has for clients is refused like one of a tool that does not
 * exist. One that cannot be rewritten is left to {@link CuratedStage}: only who may call the tool
 * hears of it.
 */
public final class CurateStage implements Stage {
  private static final String RULE = "curate";

  private final Curation curation;

  public CurateStage(Curation curation) {
    this.curation = curation;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    if (curation.isEmpty() || exchange.target().method() != McpMethod.TOOLS_CALL) {
      return new Verdict.Continue(exchange);
    }
    String name = exchange.target().name();
    if (curation.upstreamName(name) == null) {
      return new Verdict.Refuse(new Refusal.Hidden(exchange.target(), RULE));
    }
    CurationSpec.Tool tool = curation.called(name);
    // A stream that is resumed has the target of its call, and no message.
    if (tool != null && exchange.operation() instanceof Operation.Send(JsonRpcMessage message)) {
      JsonRpcMessage changed = CuratedCall.rewrite(message, tool).message();
      return new Verdict.Continue(changed == null ? exchange : exchange.rewritten(changed));
    }
    return new Verdict.Continue(exchange);
  }
}
