package io.mcpgateway.app.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.access.Circumstances.Arguments;
import io.mcpgateway.policy.access.Question.Subject;
import io.mcpgateway.policy.model.Ask;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads calls as people write them down. What is wrong goes to the problems of the mapping. */
public final class CallReader {
  /** The members of a call that say what it is about; exactly one has to. */
  static final List<String> SUBJECTS =
      List.of("tool", "resource", "template", "prompt", "ask", "task");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Map<String, ToolDefinition> tools;
  private final Circumstance defaults;

  /** What a call happens under, unless it says otherwise. */
  public record Circumstance(Era era, @Nullable String client, Instant now) {
    /** Reads {@code era}, {@code client} and {@code now}. */
    public static Circumstance read(YamlMap map, Circumstance fallback) {
      return new Circumstance(
          era(map, fallback.era()),
          map.has("client") ? map.optionalString("client") : fallback.client(),
          time(map, fallback.now()));
    }

    private static Era era(YamlMap map, Era fallback) {
      Era era = map.oneOf("era", Era.class, fallback);
      if (era == Era.SSE) {
        map.problem("era", "modern or legacy");
      }
      return era;
    }

    private static Instant time(YamlMap map, Instant fallback) {
      String text = map.optionalString("now");
      try {
        return text == null ? fallback : Instant.parse(text);
      } catch (DateTimeException malformed) {
        map.problem("now", "a time such as 2026-12-31T12:00:00Z");
        return fallback;
      }
    }
  }

  /**
   * @param tools definitions by name, for the calls that bring none
   */
  public CallReader(Map<String, ToolDefinition> tools, Circumstance defaults) {
    this.tools = Map.copyOf(tools);
    this.defaults = defaults;
  }

  /** Reads a call, all of the mapping. */
  public Call read(YamlMap map) {
    Subject subject = subject(map);
    Circumstance circumstance = Circumstance.read(map, defaults);
    String method = map.optionalString("method");
    Call call =
        new Call(
            subject,
            method == null ? Call.methodOf(subject) : method,
            arguments(map),
            circumstance.era(),
            circumstance.client(),
            definition(map, subject),
            circumstance.now());
    map.finish();
    return call;
  }

  private static Subject subject(YamlMap map) {
    List<String> said = new ArrayList<>();
    for (String key : SUBJECTS) {
      if (map.has(key)) {
        said.add(key);
      }
    }
    if (said.size() > 1 || (said.isEmpty() && !map.has("method"))) {
      map.problem(
          said.isEmpty() ? "tool" : said.getLast(),
          "exactly one of " + String.join(", ", SUBJECTS) + ", or a method alone");
      return new Subject.AnyTool();
    }
    return said.isEmpty() ? method(map) : named(map, said.getFirst());
  }

  private static Subject named(YamlMap map, String key) {
    return switch (key) {
      case "tool" -> new Subject.Use(Primitive.TOOL, map.string(key));
      case "resource" -> new Subject.Use(Primitive.RESOURCE, map.string(key));
      case "prompt" -> new Subject.Use(Primitive.PROMPT, map.string(key));
      case "template" -> new Subject.Template(map.string(key));
      case "ask" -> new Subject.Answer(map.oneOf(key, Ask.class, Ask.SAMPLING));
      default -> {
        String task = map.string(key);
        if (task.isEmpty()) {
          map.problem(key, "the id of a task");
        }
        yield new Subject.AnyTool();
      }
    };
  }

  private static Subject method(YamlMap map) {
    String method = map.string("method");
    McpMethod known = known(method);
    if (known != null
        && (known.kind() == McpMethod.Kind.USE || known.kind() == McpMethod.Kind.TASK)) {
      map.problem("method", "what it acts on, too: one of " + String.join(", ", SUBJECTS));
    }
    return new Subject.Method(method, known != null);
  }

  /** What the gateway knows the method as, in whatever era; null if it does not. */
  static @Nullable McpMethod known(String method) {
    return Arrays.stream(McpMethod.values())
        .filter(each -> each.wireName().equals(method))
        .findFirst()
        .orElse(null);
  }

  private static Arguments arguments(YamlMap map) {
    JsonNode tree = map.tree("args");
    if (tree != null && tree.isTextual()) {
      try {
        tree = parse(tree.textValue());
      } catch (IllegalArgumentException wrong) {
        map.problem("args", String.valueOf(wrong.getMessage()));
        tree = null;
      }
    }
    if (tree != null && !tree.isObject()) {
      map.problem("args", "a mapping, or a text that is one JSON object");
      tree = null;
    }
    return Call.known(tree);
  }

  /**
   * Arguments as a client writes them: one JSON object.
   *
   * @throws IllegalArgumentException with what was expected
   */
  public static JsonNode parse(String json) {
    try {
      JsonNode tree = JSON.readTree(json);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(
          "one JSON object, each member once: " + malformed.getOriginalMessage(), malformed);
    }
    throw new IllegalArgumentException("one JSON object");
  }

  private @Nullable ToolDefinition definition(YamlMap map, Subject subject) {
    JsonNode annotations = map.tree("annotations");
    if (annotations != null && !annotations.isObject()) {
      map.problem("annotations", "a mapping, as a tool says it, such as readOnlyHint: true");
    }
    if (!(subject instanceof Subject.Use(Primitive primitive, String name))
        || primitive != Primitive.TOOL) {
      if (annotations != null) {
        map.problem("annotations", "a tool beside it");
      }
      return null;
    }
    if (annotations == null) {
      return tools.get(name);
    }
    ObjectNode definition = JsonNodeFactory.instance.objectNode().put("name", name);
    definition.set("annotations", annotations);
    return new ToolDefinition(name, definition);
  }

  /** The definitions of tools, by name, that {@code map} has as entries of {@code tools/list}. */
  public static Map<String, ToolDefinition> definitions(YamlMap map) {
    return map.keys().stream()
        .collect(Collectors.toMap(name -> name, name -> definition(map, name)));
  }

  private static ToolDefinition definition(YamlMap map, String name) {
    JsonNode tree = map.tree(name);
    ObjectNode definition = JsonNodeFactory.instance.objectNode();
    if (tree instanceof ObjectNode said) {
      definition.setAll(said);
    } else if (tree != null && !tree.isNull()) {
      map.problem(name, "a mapping, as tools/list has it, such as { annotations: … }");
    }
    if (definition.has("name") && !name.equals(definition.path("name").asText())) {
      map.problem(name, "no other name than " + name.toLowerCase(Locale.ROOT));
    }
    return new ToolDefinition(name, definition.put("name", name));
  }
}
