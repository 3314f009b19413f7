package io.mcpgateway.app.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.access.Circumstances;
import io.mcpgateway.policy.access.Circumstances.Arguments;
import io.mcpgateway.policy.access.Question;
import io.mcpgateway.policy.access.Question.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a client would do: a question without the one who asks it.
 *
 * @param method the JSON-RPC method that does it
 * @param client what the client calls itself, or null
 * @param tool the definition of the tool, or null if none is known
 */
public record Call(
    Subject subject,
    String method,
    Arguments arguments,
    Era era,
    @Nullable String client,
    @Nullable ToolDefinition tool,
    Instant now) {

  /** The call in its plainest form. */
  public static Call of(Subject subject, Arguments arguments, Instant now) {
    return new Call(subject, methodOf(subject), arguments, Era.MODERN, null, null, now);
  }

  /** The same with what the upstream says of the tool. */
  public Call with(@Nullable ToolDefinition definition) {
    return new Call(subject, method, arguments, era, client, definition, now);
  }

  public Question by(Principal principal, RuledRoute route) {
    return new Question(
        principal,
        subject,
        new Circumstances(
            route.path(), route.upstream(), client, era, method, tool, arguments, now));
  }

  /** A call that brings these; null for none. */
  public static Arguments known(@Nullable JsonNode arguments) {
    JsonNode object = arguments == null ? JsonNodeFactory.instance.objectNode() : arguments;
    return new Arguments.Known(() -> object);
  }

  /** The method that is usual for it. */
  public static String methodOf(Subject subject) {
    return switch (subject) {
      case Subject.Use(var primitive, _) -> methodOf(primitive).wireName();
      case Subject.Template _ -> McpMethod.RESOURCES_READ.wireName();
      case Subject.AnyTool() -> McpMethod.TASKS_GET.wireName();
      case Subject.Answer(var ask) -> ask.method();
      case Subject.Method(String method, _) -> method;
    };
  }

  private static McpMethod methodOf(McpMethod.Primitive primitive) {
    return switch (primitive) {
      case TOOL -> McpMethod.TOOLS_CALL;
      case RESOURCE -> McpMethod.RESOURCES_READ;
      case PROMPT -> McpMethod.PROMPTS_GET;
    };
  }

  /** For people: {@code tool refund}, {@code method vendor/search}. */
  public String words() {
    return words(subject);
  }

  static String words(Subject subject) {
    return switch (subject) {
      case Subject.Use(var primitive, String name) ->
          switch (primitive) {
                case TOOL -> "tool ";
                case RESOURCE -> "resource ";
                case PROMPT -> "prompt ";
              }
              + name;
      case Subject.Template(String template) -> "template " + template;
      case Subject.AnyTool() -> "tasks";
      case Subject.Answer(var ask) -> "ask " + ask.word();
      case Subject.Method(String method, _) -> "method " + method;
    };
  }
}
