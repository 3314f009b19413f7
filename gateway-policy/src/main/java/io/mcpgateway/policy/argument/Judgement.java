package io.mcpgateway.policy.argument;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.model.ArgumentRules.Validation;
import io.mcpgateway.policy.model.ArgumentSchema;
import io.mcpgateway.policy.model.Mode;
import io.mcpgateway.policy.schema.Budget;
import io.mcpgateway.policy.schema.Dialect;
import io.mcpgateway.policy.schema.UnusableSchemaException;
import io.mcpgateway.policy.schema.ValueSchema;
import io.mcpgateway.policy.schema.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call, and what its arguments are held against.
 *
 * @param validation what becomes of arguments that do not fit the tool
 * @param extra what else they must fit
 * @param dialect what the tool's schema is if it does not say
 */
record Judgement(
    ArgumentChecks checks,
    Exchange exchange,
    JsonRpcMessage call,
    Validation validation,
    List<ArgumentSchema> extra,
    Dialect dialect) {

  private static final String TOO_MUCH =
      "the arguments take too long to check (expected: smaller or less nested ones)";

  /** What was found so far. */
  private static final class Found {
    private final List<String> problems = new ArrayList<>();
    private final List<Observation> observed = new ArrayList<>();
    private @Nullable Refusal refusal;

    void add(Mode mode, String rule, List<String> found) {
      if (found.isEmpty()) {
        return;
      }
      if (mode == Mode.ENFORCE) {
        problems.addAll(found);
      } else {
        observed.add(new Observation(rule, Observation.Effect.DENY));
      }
    }

    void refuse(Mode mode, String rule, Refusal why) {
      if (mode == Mode.ENFORCE) {
        refusal = why;
      } else {
        observed.add(new Observation(rule, Observation.Effect.DENY));
      }
    }
  }

  /**
   * Decides.
   *
   * @param again whether to give up if the budget is spent, because somebody tries again with more
   * @throws Budget.SpentException then
   */
  Verdict verdict(Budget budget, boolean again) {
    JsonNode arguments = arguments();
    Found found = new Found();
    String excess =
        arguments.isObject()
            ? Values.problem(arguments)
            : "the arguments are no object (expected: an object)";
    ToolDefinition tool = exchange.tool();
    if (tool != null && validation != Validation.OFF) {
      Mode mode = validation == Validation.ENFORCE ? Mode.ENFORCE : Mode.OBSERVE;
      fitsTool(tool, mode, arguments, excess, budget, again, found);
    }
    for (ArgumentSchema each : extra) {
      List<String> problems;
      try {
        problems = problems(each.schema(), arguments, excess, budget, again);
      } catch (UnusableSchemaException circle) {
        found.refuse(each.mode(), each.rule(), new Refusal.Forbidden(each.rule()));
        continue;
      }
      found.add(each.mode(), each.rule(), problems);
    }
    if (found.refusal != null) {
      return new Verdict.Refuse(found.refusal, found.observed);
    }
    return found.problems.isEmpty()
        ? new Verdict.Continue(exchange.observed(found.observed))
        : new Verdict.Refuse(new Refusal.InvalidArguments(found.problems), found.observed);
  }

  private JsonNode arguments() {
    Span span = call.params().span("arguments");
    return span == null ? JsonNodeFactory.instance.objectNode() : Values.read(call.bytes(), span);
  }

  private void fitsTool(
      ToolDefinition tool,
      Mode mode,
      JsonNode arguments,
      @Nullable String excess,
      Budget budget,
      boolean again,
      Found found) {
    String rule = "arguments:" + exchange.target().name();
    ArgumentChecks.Compiled compiled = checks.compiled(tool, dialect);
    if (compiled instanceof ArgumentChecks.Compiled.Usable(ValueSchema schema)) {
      try {
        found.add(mode, rule, problems(schema, arguments, excess, budget, again));
        return;
      } catch (UnusableSchemaException circle) {
        compiled = checks.turnedOut(tool, dialect, circle);
      }
    }
    if (compiled instanceof ArgumentChecks.Compiled.Unusable(String problem)) {
      checks.countUnusable();
      found.refuse(
          mode,
          rule,
          new Refusal.BadUpstreamAnswer(
              exchange.route().upstream(), "the tool's inputSchema cannot be used: " + problem));
    }
  }

  private List<String> problems(
      ValueSchema schema, JsonNode arguments, @Nullable String excess, Budget budget, boolean again)
      throws UnusableSchemaException {
    if (excess != null) {
      return List.of(excess);
    }
    try {
      return schema.problems(arguments, budget);
    } catch (Budget.SpentException spent) {
      if (again) {
        throw spent;
      }
      checks.countSpent();
      return List.of(TOO_MUCH);
    }
  }
}
