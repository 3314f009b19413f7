package io.mcpgateway.app.audit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.mcpgateway.app.config.RouteAudit;
import io.mcpgateway.app.config.RouteAudit.Keep;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Transcript;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.mask.TextRedaction;
import io.mcpgateway.policy.pin.CanonicalJson;
import io.mcpgateway.policy.token.Binding;
import io.mcpgateway.policy.token.ValueTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Keeps of the exchanges of one route what its configuration says. */
public final class RouteTranscripts implements Transcript.Source {
  /** All kinds: a copy is no identifier, so that nothing in it has to stay. */
  private static final TextRedaction REDACTION = new TextRedaction();

  /** Numbers keep all their digits. */
  private static final ObjectReader EXACT =
      new ObjectMapper()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final RouteAudit rules;
  private final ValueTokens tokens;

  private RouteTranscripts(RouteAudit rules, ValueTokens tokens) {
    this.rules = rules;
    this.tokens = tokens;
  }

  /**
   * @param tokens what digests are keyed with
   */
  public static Transcript.Source of(RouteAudit rules, ValueTokens tokens) {
    return rules.keepsNothing() ? Transcript.Source.NONE : new RouteTranscripts(rules, tokens);
  }

  @Override
  public Transcript of(Exchange exchange) {
    Binding binding = Binding.of(exchange);
    return new KeptContent(arguments(exchange, binding), copy(rules.results(), binding));
  }

  private @Nullable ContentCopy copy(Keep keep, Binding binding) {
    return switch (keep) {
      case OFF -> null;
      case HMAC -> new DigestedCopy(tokens.content(binding));
      case MASKED -> new MaskedCopy(REDACTION::redact, rules.maxBytes());
    };
  }

  private @Nullable ContentCopy arguments(Exchange exchange, Binding binding) {
    JsonRpcMessage message = rules.arguments() == Keep.OFF ? null : exchange.said();
    Span span = message == null ? null : said(message);
    ContentCopy copy = span == null ? null : copy(rules.arguments(), binding);
    if (message == null || span == null || copy == null) {
      return null;
    }
    if (rules.arguments() == Keep.HMAC) {
      // However the client wrote it.
      byte[] canonical = canonical(message.bytes(), span);
      copy.add(canonical, new Span(0, canonical.length));
    } else {
      copy.add(message.bytes(), span);
    }
    return copy;
  }

  /** What a client says besides what it wants; null if that is nothing. */
  private static @Nullable Span said(JsonRpcMessage message) {
    if (message instanceof JsonRpcMessage.Response response) {
      return KeptContent.answer(response);
    }
    Span arguments = message.params().span("arguments");
    return arguments == null ? message.params().span("argument") : arguments;
  }

  private static byte[] canonical(byte[] message, Span value) {
    try (JsonParser parser = Json.parser(message, value.start(), value.length())) {
      JsonNode tree = EXACT.readValue(parser);
      return CanonicalJson.bytes(tree);
    } catch (IOException scanned) {
      // The scanner has accepted it.
      throw new UncheckedIOException(scanned);
    }
  }
}
