package io.mcpgateway.policy.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.access.Circumstances.Arguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Puts what an exchange asks for into questions. Immutable; for one exchange. */
final class Questions {
  private static final Arguments UNKNOWN = new Arguments.Unknown();

  /** Numbers stay what they say. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);

  private final Exchange exchange;
  private final Instant now;

  Questions(Exchange exchange, Instant now) {
    this.exchange = exchange;
    this.now = now;
  }

  /** About what the exchange is, with the arguments that it brings. */
  Question about(Question.Subject subject) {
    return question(
        subject,
        exchange.operation().method(),
        exchange.tool(),
        new Arguments.Known(this::arguments));
  }

  /** About what may be, with arguments that nobody has said yet. */
  Question aboutAny(Question.Subject subject) {
    return question(subject, exchange.operation().method(), exchange.tool(), UNKNOWN);
  }

  /**
   * About an entry of a list: may it be used.
   *
   * @param method the method that uses it
   * @param tool the entry, if it is a tool
   */
  Question aboutEntry(Question.Subject subject, String method, @Nullable ToolDefinition tool) {
    return question(subject, method, tool, UNKNOWN);
  }

  private Question question(
      Question.Subject subject, String method, @Nullable ToolDefinition tool, Arguments arguments) {
    return new Question(
        exchange.principal(),
        subject,
        new Circumstances(
            exchange.route().path(),
            exchange.route().upstream(),
            exchange.client().clientName(),
            exchange.client().era(),
            method,
            tool,
            arguments,
            now));
  }

  /** The {@code arguments} of the message, an empty object if it has none. */
  private JsonNode arguments() {
    if (!(exchange.operation() instanceof Operation.Send(var message))) {
      return MAPPER.createObjectNode();
    }
    JsonObject params = message.params();
    Span arguments = params.span("arguments");
    return arguments == null
        ? MAPPER.createObjectNode()
        : read(message.bytes(), arguments.start(), arguments.length());
  }

  private static JsonNode read(byte[] bytes, int offset, int length) {
    try (JsonParser parser = Json.parser(bytes, offset, length)) {
      parser.nextToken();
      return read(parser);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  /** The value that the parser stands at; reads to its end. */
  static JsonNode read(JsonParser parser) throws IOException {
    return READER.readValue(parser);
  }
}
