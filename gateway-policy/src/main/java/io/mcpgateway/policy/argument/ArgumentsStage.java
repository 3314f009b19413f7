package io.mcpgateway.policy.argument;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.model.ArgumentRules;
import io.mcpgateway.policy.model.ArgumentRules.Validation;
import io.mcpgateway.policy.model.ArgumentSchema;
import io.mcpgateway.policy.schema.Budget;
import io.mcpgateway.policy.schema.Dialect;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the arguments of a tool call against the tool's {@code inputSchema} and against what
 * policies demand beside it. Comes after authorization, so that nobody learns of a tool by it.
 *
 * <p>A call of a tool that the upstream does not list is refused as if policy denied it, before
 * anything is forwarded. What cannot be checked is refused.
 */
public final class ArgumentsStage implements Stage {
  /** Larger arguments are not even read on an event loop. */
  private static final int SMALL = 16 << 10;

  private static final String UNKNOWN_TOOL = "arguments:unlisted-tool";

  private final Validation validation;
  private final List<ArgumentSchema> schemas;
  private final ArgumentChecks checks;

  /**
   * @param rules of all policies that apply; the strictest counts
   */
  public ArgumentsStage(List<ArgumentRules> rules, ArgumentChecks checks) {
    Validation strictest = Validation.OFF;
    List<ArgumentSchema> all = new ArrayList<>();
    for (ArgumentRules each : rules) {
      strictest = each.validation().compareTo(strictest) > 0 ? each.validation() : strictest;
      all.addAll(each.schemas());
    }
    this.validation = strictest;
    this.schemas = List.copyOf(all);
    this.checks = checks;
  }

  /** Whether it judges by definitions of tools. */
  public boolean needsDefinitions() {
    return validation != Validation.OFF;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    if (exchange.target().method() != McpMethod.TOOLS_CALL
        || !(exchange.operation() instanceof Operation.Send(JsonRpcMessage message))) {
      return new Verdict.Continue(exchange);
    }
    List<ArgumentSchema> extra = extra(exchange.target().name());
    ToolDefinition tool = exchange.tool();
    if (validation == Validation.OFF && extra.isEmpty()) {
      return new Verdict.Continue(exchange);
    }
    if (tool == null && validation == Validation.ENFORCE) {
      return new Verdict.Refuse(new Refusal.Hidden(exchange.target(), UNKNOWN_TOOL));
    }
    Exchange known =
        tool == null && validation == Validation.OBSERVE
            ? exchange.observed(List.of(new Observation(UNKNOWN_TOOL, Observation.Effect.DENY)))
            : exchange;
    Dialect dialect = Dialect.of(exchange.client().protocolVersion());
    Judgement judgement = new Judgement(checks, known, message, validation, extra, dialect);
    Span arguments = message.params().span("arguments");
    boolean small = arguments == null || arguments.length() <= SMALL;
    boolean compiled =
        tool == null || validation == Validation.OFF || checks.known(tool, dialect) != null;
    if (small && compiled) {
      try {
        return judgement.verdict(Budget.small(), true);
      } catch (Budget.SpentException tooMuch) {
        // For an event loop: another thread begins anew.
      }
    }
    return checks.later(() -> judgement.verdict(Budget.large(), false));
  }

  private List<ArgumentSchema> extra(String tool) {
    List<ArgumentSchema> concerned = List.of();
    for (ArgumentSchema schema : schemas) {
      if (schema.concerns(tool)) {
        concerned = concerned.isEmpty() ? new ArrayList<>(schemas.size()) : concerned;
        concerned.add(schema);
      }
    }
    return concerned;
  }
}
