package io.mcpgateway.policy.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.access.Circumstances.Arguments;
import io.mcpgateway.policy.condition.Facts;
import io.mcpgateway.policy.condition.JsonValues;
import io.mcpgateway.policy.condition.Variable;
import io.mcpgateway.policy.model.CallerFacts;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What conditions look at when one policy decides one question. Used by one thread. */
final class CallFacts implements Facts {
  private final Question question;
  private final Circumstances circumstances;
  private final Caller caller;
  private final RiskClasses risk;

  /** Arguments are the dearest of all: parsed and converted once, whatever asks for them. */
  private final Once arguments;

  /** The arguments of one question, for all its conditions. */
  static final class Once {
    private @Nullable Map<String, Object> value;
    private @Nullable IllegalArgumentException problem;

    Map<String, Object> of(Arguments arguments) {
      if (problem != null) {
        throw problem;
      }
      Map<String, Object> known = value;
      if (known == null) {
        try {
          known = read(arguments);
        } catch (IllegalArgumentException wrong) {
          problem = wrong;
          throw wrong;
        }
        value = known;
      }
      return known;
    }

    private static Map<String, Object> read(Arguments arguments) {
      return switch (arguments) {
        case Arguments.Known known -> JsonValues.object(known.object().get());
        case Arguments.Unknown() -> throw new IllegalArgumentException("args: known");
      };
    }
  }

  CallFacts(Question question, Caller caller, RiskClasses risk, Once arguments) {
    this.question = question;
    this.circumstances = question.circumstances();
    this.caller = caller;
    this.risk = risk;
    this.arguments = arguments;
  }

  @Override
  public boolean knowsArguments() {
    return circumstances.arguments() instanceof Arguments.Known;
  }

  @Override
  public Object value(Variable variable) {
    return switch (variable) {
      case ARGS -> arguments.of(circumstances.arguments());
      case TOOL_NAME -> tool();
      case TOOL_RISK -> risk();
      case TOOL_ANNOTATIONS -> annotations();
      case UPSTREAM -> circumstances.upstream();
      case ROUTE -> circumstances.route();
      case CLIENT_NAME -> circumstances.client() == null ? "" : circumstances.client();
      case ERA -> circumstances.era() == Era.MODERN ? "modern" : "legacy";
      case METHOD -> circumstances.method();
      case ISSUER, SUBJECT, CLIENT, TENANT, ROLES, GROUPS, SCOPES, ACTORS, CLAIMS, NOW ->
          new CallerFacts(question.principal(), roles(), circumstances.now()).value(variable);
    };
  }

  /** Those that the policy knows, and those that only the claim names. */
  private Set<String> roles() {
    Set<String> claimed = question.principal().roles();
    if (caller.names().containsAll(claimed)) {
      return caller.names();
    }
    Set<String> all = new HashSet<>(caller.names());
    all.addAll(claimed);
    return all;
  }

  private String tool() {
    return question.subject() instanceof Question.Subject.Use(Primitive primitive, String name)
            && primitive == Primitive.TOOL
        ? name
        : "";
  }

  private String risk() {
    String tool = tool();
    return tool.isEmpty() ? "" : risk.name(risk.of(tool, circumstances.tool()));
  }

  private Map<String, Object> annotations() {
    ToolDefinition definition = circumstances.tool();
    JsonNode annotations = definition == null ? null : definition.json().get("annotations");
    return JsonValues.object(
        annotations == null ? JsonNodeFactory.instance.objectNode() : annotations);
  }
}
