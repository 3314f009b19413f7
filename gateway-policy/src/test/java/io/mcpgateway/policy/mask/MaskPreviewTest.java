package io.mcpgateway.policy.mask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.mask.MaskPreview.Finding;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskPreviewTest {
  private static final Exchange CALL =
      Exchanges.call(Exchanges.someone("ann", "sales"), "get_customer");
  private static final String CARDS = "masks: [{ name: cards, detect: [card] }]\n";
  private static final String CARD = "4111 1111 1111 1111";

  @Test
  void aMessageIsWhatTheStageSends() {
    MaskPreview.Result result =
        reply(
            CARDS,
            CALL,
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"cacheScope\":\"public\",\"content\":"
                + "[{\"type\":\"text\",\"text\":\""
                + CARD
                + "\"}]}}");

    assertThat(result.output())
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"cacheScope\":\"private\",\"content\":"
                + "[{\"type\":\"text\",\"text\":\"[card]\"}]}}");
    assertThat(result.findings()).containsExactly(new Finding("cards", "card", CARD, "[card]"));
    assertThat(result.counts()).isEqualTo(Map.of("cards", 1));
  }

  @Test
  void whatDoesNotSatisfyTheSchemaAnyMoreIsWithheld() {
    Exchange call =
        CALL.with(
            new ToolDefinition(
                "get_customer",
                json("{\"outputSchema\":{\"type\":\"object\",\"required\":[\"note\"]}}")));
    String policy = "masks: [{ name: notes, fields: [/note], action: drop }]\n";
    String structured = "{\"note\":\"x\"}";
    String message =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"structuredContent\":" + structured + "}}";

    for (String input : new String[] {structured, message}) {
      MaskPreview.Result result = reply(policy, call, input);

      assertThat(result.output()).as(input).isNull();
      assertThat(result.withheld()).contains("does not satisfy the tool's outputSchema");
    }
    assertThat(reply(policy, CALL, structured).output()).isEqualTo("{}");
  }

  @Test
  void whatCannotBeLookedIntoIsWhatThePolicySays() {
    String twice = "{\"a\":\"" + CARD + "\",\"a\":1}";
    assertThat(reply(CARDS, CALL, twice).withheld()).startsWith("it cannot be looked into: ");
    assertThat(reply(CARDS + "on-unmaskable: pass\n", CALL, twice))
        .extracting(MaskPreview.Result::output, MaskPreview.Result::counts)
        .containsExactly(twice, Map.of(Tally.PASSED, 1));
    assertThat(reply(CARDS + "on-unmaskable: redact-all\n", CALL, twice))
        .extracting(MaskPreview.Result::output, MaskPreview.Result::counts)
        .containsExactly("[redacted]", Map.of(Tally.REDACTED, 1));
  }

  /** What becomes of the address makes of the first text something that readers disagree on. */
  @Test
  void oneTextThatCannotBeLookedIntoAgainLeavesNoOtherUnmasked() {
    String policy =
        """
        masks:
          - { name: mails, detect: [email] }
          - { name: notes, fields: [/note] }
        on-unmaskable: pass
        """;
    String first = "[1,{\\\"a\\\":1,\\\"a\\\":2}, jane@example.com";
    String second = "{\\\"note\\\":\\\"the canary\\\"}";
    String message =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\""
            + first
            + "\"},{\"type\":\"text\",\"text\":\""
            + second
            + "\"}]}}";

    assertThat(reply(policy, CALL, message).output()).doesNotContain("canary");
  }

  @Test
  void whatTheFirstLookMaskedStaysMaskedIfTheSecondCannotLook() {
    String policy =
        """
        masks: [{ name: mails, detect: [email] }]
        on-unmaskable: pass
        """;
    String text = "[1,{\\\"a\\\":1,\\\"a\\\":2}, jane@example.com";

    MaskPreview.Result result =
        reply(
            policy, CALL, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"text\":\"" + text + "\"}}");

    assertThat(result.output()).contains("[email]").doesNotContain("jane");
    assertThat(result.counts()).isEqualTo(Map.of("mails", 1, "unmaskable:passed", 1));
  }

  @Test
  void whatNoMaskLooksAtGoesOnWhateverItIs() {
    String twice = "{\"a\":1,\"a\":1}";
    assertThat(
            reply("masks: [{ name: c, detect: [card], tools: [other] }]\n", CALL, twice).output())
        .isEqualTo(twice);
  }

  @Test
  void aCallIsWhatTheStageSends() {
    String call =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
            + "{\"name\":\"get_customer\",\"arguments\":{\"n\":\"$\"}}}";
    String policy = "masks: [{ name: cards, detect: [card], arguments: %s }]\n";
    byte[] input = call.replace("$", CARD).getBytes(UTF_8);

    assertThat(arguments(policy.formatted("mask"), input).output())
        .isEqualTo(call.replace("$", "[card]"));
    assertThat(arguments(policy.formatted("off"), input).output())
        .isEqualTo(call.replace("$", CARD));
    assertThat(arguments(policy.formatted("block"), input).withheld())
        .isEqualTo("the mask cards blocks what it holds");
  }

  private static MaskPreview.Result reply(String policy, Exchange exchange, String input) {
    return MaskPreview.ofReply(
        Exchanges.policy(policy), exchange, input.getBytes(UTF_8), Exchanges.maskedTools());
  }

  private static MaskPreview.Result arguments(String policy, byte[] input) {
    return MaskPreview.ofArguments(Exchanges.policy(policy), CALL, input, Exchanges.maskedTools());
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }
}
