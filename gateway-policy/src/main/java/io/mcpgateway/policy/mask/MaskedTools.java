package io.mcpgateway.policy.mask;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.model.Mask;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.schema.Budget;
import io.mcpgateway.policy.schema.Dialect;
import io.mcpgateway.policy.schema.UnusableSchemaException;
import io.mcpgateway.policy.schema.ValueSchema;
import io.mcpgateway.policy.schema.Values;
import io.mcpgateway.policy.token.Binding;
import io.mcpgateway.policy.token.ValueTokens;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the masks of all routes share: the schemas of tools, made usable once for each definition,
 * and what stands for values that can be told apart or turned back. Thread-safe.
 */
public final class MaskedTools {
  private static final int MAX_KEYWORDS = 500_000;
  private static final int BASE_WEIGHT = 10;

  private final ValueTokens tokens;
  private final InstantSource clock;

  /** Weak keys are compared by identity: the same definition is the same object. */
  private final Cache<ToolDefinition, Shapes> shapes =
      Caffeine.newBuilder()
          .weakKeys()
          .maximumWeight(MAX_KEYWORDS)
          .<ToolDefinition, Shapes>weigher((_, each) -> each.weight())
          .build();

  /**
   * What a definition says of the tool's arguments and results.
   *
   * @param check null if the output schema cannot be used, or there is none
   */
  private record Shapes(
      @Nullable SchemaNode input, @Nullable SchemaNode output, @Nullable ValueSchema check) {
    int weight() {
      return BASE_WEIGHT + (check == null ? 0 : check.size());
    }
  }

  public MaskedTools(ValueTokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Whether masks of a policy make something else of a tool by its definition. */
  public static boolean judges(PolicySpec policy) {
    return policy.masks().stream().anyMatch(mask -> !mask.schema().isEmpty());
  }

  /** Whether masks of a policy keep to the definition of a tool where there is one. */
  public static boolean concerns(PolicySpec policy) {
    return policy.masks().stream().anyMatch(mask -> mask.results() == Mask.Results.MASK);
  }

  InstantSource clock() {
    return clock;
  }

  Pseudonyms pseudonyms(Exchange exchange) {
    return new TenantPseudonyms(tokens, Binding.of(exchange));
  }

  /** Whether the schemas of the tool that is called are usable already, or there are none. */
  boolean knows(Exchange exchange) {
    ToolDefinition tool = exchange.tool();
    return tool == null || !tool.json().has("outputSchema") || shapes.getIfPresent(tool) != null;
  }

  /** Makes the schemas of the tool that is called usable. Takes a moment; not for event loops. */
  void learn(Exchange exchange) {
    shapes(exchange);
  }

  /** What the definition says of structured results; null if nothing. */
  @Nullable SchemaNode output(Exchange exchange) {
    Shapes known = shapes(exchange);
    return known == null ? null : known.output;
  }

  /** What the definition says of arguments; null if nothing. */
  @Nullable SchemaNode input(Exchange exchange) {
    Shapes known = shapes(exchange);
    return known == null ? null : known.input;
  }

  private @Nullable Shapes shapes(Exchange exchange) {
    ToolDefinition tool = exchange.tool();
    if (tool == null) {
      return null;
    }
    Dialect dialect = Dialect.of(exchange.client().protocolVersion());
    return Objects.requireNonNull(shapes.get(tool, each -> shapes(each.json(), dialect)));
  }

  private static Shapes shapes(JsonNode tool, Dialect dialect) {
    JsonNode output = tool.path("outputSchema");
    ValueSchema check = null;
    if (output.isObject()) {
      try {
        check = ValueSchema.compile(output, dialect);
      } catch (UnusableSchemaException unusable) {
        // A client cannot check by it either.
      }
    }
    return new Shapes(SchemaNode.of(tool.path("inputSchema")), SchemaNode.of(output), check);
  }

  /**
   * Why a client that checks results would refuse one that was masked, although it would have taken
   * it as it was; null if it would not. Says where, not what was expected: a schema may name the
   * very values that are masked.
   */
  @Nullable String misfit(Exchange exchange, JsonRpcMessage original, JsonRpcMessage masked) {
    Shapes known = shapes(exchange);
    if (known == null || known.check == null) {
      return null;
    }
    try {
      List<String> problems = problems(known.check, masked);
      return problems.isEmpty() || !problems(known.check, original).isEmpty()
          ? null
          : problems.stream().map(MaskedTools::where).distinct().collect(Collectors.joining("; "));
    } catch (Budget.SpentException tooMuch) {
      return "it takes too long to check";
    }
  }

  private static String where(String problem) {
    int expected = problem.indexOf(" (expected: ");
    return expected < 0 ? problem : problem.substring(0, expected);
  }

  private static List<String> problems(ValueSchema schema, JsonRpcMessage message) {
    if (!(message instanceof JsonRpcMessage.Response response)
        || response.result() == null
        || message.bytes()[response.result().start()] != '{') {
      return List.of();
    }
    JsonObject result = JsonObject.at(message.bytes(), response.result());
    Span structured = result.span("structuredContent");
    if (structured == null || "true".equals(result.raw("isError"))) {
      return List.of();
    }
    try {
      return schema.problems(Values.read(message.bytes(), structured), Budget.small());
    } catch (UnusableSchemaException circle) {
      return List.of();
    }
  }
}
