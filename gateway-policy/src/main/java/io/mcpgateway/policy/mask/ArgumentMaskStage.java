package io.mcpgateway.policy.mask;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.model.PolicySpec;
import java.util.List;

/**
 * Masks what a client sends before it leaves for the upstream: arguments, answers to what the
 * upstream asked for, and whatever else a message says. Comes after authorization, so that nobody
 * learns of a tool by what it must not be told. What cannot be looked into is refused, unless the
 * policy says otherwise. Thread-safe.
 */
public final class ArgumentMaskStage implements Stage {
  private static final String RULE = "masks";
  private static final String PREFIX = "arguments:";

  private final MaskPrograms programs;
  private final MaskedTools tools;

  public ArgumentMaskStage(PolicySpec policy, MaskedTools tools) {
    this.programs = new MaskPrograms(policy, MaskDirection.ARGUMENTS, tools.clock());
    this.tools = tools;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    if (programs.isEmpty() || !(exchange.operation() instanceof Operation.Send(var message))) {
      return new Verdict.Continue(exchange);
    }
    MaskProgram program = programs.of(exchange);
    return program.isEmpty() ? new Verdict.Continue(exchange) : masked(exchange, message, program);
  }

  private Verdict masked(Exchange exchange, JsonRpcMessage message, MaskProgram program) {
    Workspace space = Workspace.of(message.bytes().length);
    Masking masking = new Masking(programs.scope(exchange, program, tools), space);
    String rule;
    try {
      List<Edit> edits = masking.mask(message.bytes());
      Exchange known =
          exchange
              .observed(MaskStage.observations(masking.observed()))
              .revised(Tally.prefixed(PREFIX, masking.counts()));
      return new Verdict.Continue(
          edits.isEmpty() ? known : known.rewritten(MaskStage.masked(message, masking, edits)));
    } catch (BlockedValueException blocked) {
      rule = blocked.mask();
    } catch (UnmaskableException | MalformedMessageException unreadable) {
      rule = RULE;
    }
    return new Verdict.Refuse(
        new Refusal.SensitiveArguments(rule, exchange.target().method() == McpMethod.TOOLS_CALL),
        MaskStage.observations(masking.observed()));
  }
}
