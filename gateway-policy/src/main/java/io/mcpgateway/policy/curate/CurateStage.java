package io.mcpgateway.policy.curate;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.policy.model.CurationSpec;

/**
 * Rewrites a tool call into what the upstream understands: its own name of the tool, and the
 * arguments that the gateway gives. Comes before authorization, so that what is decided is what is
 * sent; what is rewritten is read again as strictly as what came.
 *
 * <p>A call by a name that no tool has for clients is refused like one of a tool that does not
 * exist.
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
    String upstreamName = curation.upstreamName(name);
    if (upstreamName == null) {
      return new Verdict.Refuse(new Refusal.Hidden(exchange.target(), RULE));
    }
    CurationSpec.Tool tool = curation.called(name);
    // A stream that is resumed has the target of its call, and no message.
    return tool != null && exchange.operation() instanceof Operation.Send(JsonRpcMessage message)
        ? rewritten(exchange, tool, message)
        : new Verdict.Continue(exchange);
  }

  private static Verdict rewritten(
      Exchange exchange, CurationSpec.Tool tool, JsonRpcMessage message) {
    Edits edits = new Edits();
    if (!CuratedCall.edit(message, tool, edits)) {
      return new Verdict.Refuse(new Refusal.InvalidParams("arguments: expected an object"));
    }
    if (edits.isEmpty()) {
      return new Verdict.Continue(exchange);
    }
    try {
      JsonRpcMessage changed = MessageScanner.scan(edits.applyTo(message.bytes()));
      return new Verdict.Continue(exchange.rewritten(changed));
    } catch (MalformedMessageException both) {
      // The client's arguments have one that looks like one of the gateway's.
      return new Verdict.Refuse(new Refusal.InvalidParams(both.problem()));
    }
  }
}
