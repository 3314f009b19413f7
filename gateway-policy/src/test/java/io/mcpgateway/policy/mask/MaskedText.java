package io.mcpgateway.policy.mask;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.policy.Exchanges;

/** What a stage that masks every kind makes of a text in a result. */
final class MaskedText {
  private static final Exchange CALL = Exchanges.call(Exchanges.someone("ann"), "t");
  private static final MaskStage STAGE =
      new MaskStage(
          Exchanges.policy("masks: [{ name: all, detect: [all] }]"), Exchanges.maskedTools());

  private MaskedText() {}

  static String masked(String text) {
    return masked(STAGE, text);
  }

  /** The same with other masks. */
  static String masked(MaskStage stage, String text) {
    try {
      return new ObjectMapper().readTree(maskedJson(stage, Json.quote(text))).textValue();
    } catch (JsonProcessingException noJson) {
      throw new AssertionError(noJson);
    }
  }

  /** The same of any JSON. */
  static String maskedJson(String json) {
    return maskedJson(STAGE, json);
  }

  private static String maskedJson(MaskStage stage, String json) {
    String before = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"v\":";
    String message = before + json + "}}";
    return switch (stage.apply(CALL, Exchanges.message(message))) {
      case Revision.Unchanged() -> json;
      case Revision.Changed changed -> {
        String masked = new String(changed.message().bytes(), UTF_8);
        yield masked.substring(before.length(), masked.length() - 2);
      }
      case Revision.Blocked _, Revision.Observed _, Revision.Answered _ ->
          throw new AssertionError(message);
    };
  }
}
