package io.mcpgateway.policy.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.mask.MaskStage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Masks over whatever an upstream may say, as JSON and as a text: they never throw, what they leave
 * is a message that the strict reader takes, and masking it again changes nothing.
 */
public final class MaskFuzz {
  private static final Exchange CALL = Exchanges.call(Exchanges.anonymous(), "t");
  private static final List<MaskStage> STAGES =
      List.of(
          stage("masks: [{ name: all, detect: [all] }]"),
          stage(
              """
              on-unmaskable: redact-all
              detectors: [{ name: own, pattern: "CUST-[0-9]{2,}" }, { name: words, words: [blue bird] }]
              masks:
                - { name: f, fields: [/a, "/**/b"], action: drop }
                - { name: k, detect: [all, own, words], action: keep-last-4 }
              """));

  private MaskFuzz() {}

  private static MaskStage stage(String policy) {
    return new MaskStage(Exchanges.policy(policy), Exchanges.maskedTools());
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, UTF_8);
    for (String result :
        List.of(
            text,
            Json.quote(text),
            "{\"structuredContent\":" + text + "}",
            "{\"blob\":" + Json.quote(text) + ",\"mimeType\":\"text/plain\"}")) {
      JsonRpcMessage message = read("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}");
      if (message != null) {
        STAGES.forEach(stage -> mask(stage, message));
      }
    }
  }

  private static void mask(MaskStage stage, JsonRpcMessage message) {
    if (!(stage.apply(CALL, message) instanceof Revision.Changed changed)) {
      return;
    }
    String once = new String(changed.message().bytes(), UTF_8);
    JsonRpcMessage again = read(once);
    if (again == null) {
      throw new IllegalStateException("no message any more: " + once);
    }
    if (stage.apply(CALL, again) instanceof Revision.Changed twice
        && !new String(twice.message().bytes(), UTF_8).equals(once)) {
      throw new IllegalStateException(
          "masked twice: " + once + "\n" + new String(twice.message().bytes(), UTF_8));
    }
  }

  private static @Nullable JsonRpcMessage read(String json) {
    try {
      return MessageScanner.scan(json.getBytes(UTF_8));
    } catch (MalformedMessageException other) {
      return null;
    }
  }
}
