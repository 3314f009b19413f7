package io.mcpgateway.policy.access;

import com.fasterxml.jackson.core.JsonToken;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.core.protocol.Splices;
import org.jspecify.annotations.Nullable;

/**
 * Takes from the values of a completion those that would make the URI of a resource which the
 * caller may not read (MCP 2026-07-28, completion). That can be said where the argument that is
 * completed is the only one of its template that is still open. For one exchange.
 */
final class CompletionFilter {
  private final UriTemplate template;
  private final String argument;
  private final @Nullable JsonObject known;
  private final AccessPolicy.Asked policy;
  private final Questions questions;

  private CompletionFilter(
      UriTemplate template,
      String argument,
      @Nullable JsonObject known,
      AccessPolicy.Asked policy,
      Questions questions) {
    this.template = template;
    this.argument = argument;
    this.known = known;
    this.policy = policy;
    this.questions = questions;
  }

  /** Null if the values say nothing about what may be read. */
  static @Nullable CompletionFilter of(
      Exchange exchange, AccessPolicy.Asked policy, Questions questions) {
    if (!(exchange.operation() instanceof Operation.Send(var message))
        || exchange.target().primitive() != Primitive.RESOURCE) {
      return null;
    }
    UriTemplate template = UriTemplate.of(exchange.target().name());
    JsonObject completed = message.params().object("argument");
    String argument = completed == null ? null : completed.string("name");
    if (template == null || argument == null) {
      return null;
    }
    JsonObject context = message.params().object("context");
    JsonObject known = context == null ? null : context.object("arguments");
    for (String variable : template.variables()) {
      if (!variable.equals(argument) && (known == null || known.string(variable) == null)) {
        return null;
      }
    }
    return template.variables().contains(argument)
        ? new CompletionFilter(template, argument, known, policy, questions)
        : null;
  }

  /** How many values are removed; a negative number if the result cannot be read. */
  int remove(byte[] bytes, Span result, Splices splices) {
    if (bytes[result.start()] != '{') {
      return -1;
    }
    Span completion = JsonObject.at(bytes, result).span("completion");
    if (completion == null || bytes[completion.start()] != '{') {
      return -1;
    }
    Span values = JsonObject.at(bytes, completion).span("values");
    if (values == null || bytes[values.start()] != '[') {
      return -1;
    }
    return ListEntries.remove(
        bytes,
        values,
        entry -> {
          if (entry.currentToken() != JsonToken.VALUE_STRING) {
            entry.skipChildren();
            return false;
          }
          return isShown(entry.getText());
        },
        splices);
  }

  private boolean isShown(String value) {
    String uri =
        template.expand(
            variable -> {
              String given =
                  variable.equals(argument) || known == null ? null : known.string(variable);
              return given == null ? value : given;
            });
    return policy
        .decide(
            questions.aboutEntry(
                new Question.Subject.Use(Primitive.RESOURCE, uri),
                McpMethod.RESOURCES_READ.wireName(),
                null))
        .isPermit();
  }
}
