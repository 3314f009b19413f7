package io.mcpgateway.policy.mask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.token.ValueTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ArgumentMasksTest {
  private static final Principal ANN = Exchanges.someone("ann", "sales");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final ValueTokens tokens = new ValueTokens(List.of(new byte[32]), now::get);
  private final MaskedTools tools = new MaskedTools(tokens, now::get);

  @Test
  void argumentsAreMaskedBeforeTheyLeave() {
    Exchange masked =
        continued(
            "masks: [{ name: m, detect: [card, email], arguments: mask }]",
            call(
                "{\"name\":\"t\",\"arguments\":{\"q\":\"4111 1111 1111 1111\",\"jane@example.com\":1,\"n\":4111111111111111}}"));

    assertThat(sent(masked)).contains("{\"q\":\"[card]\",\"[email]\":1,\"n\":0}");
    assertThat(masked.revisions()).isEqualTo(Map.of("arguments:m", 3));
    assertThat(new String(java.util.Objects.requireNonNull(masked.said()).bytes(), UTF_8))
        .contains("4111 1111");
  }

  @Test
  void argumentsThatHoldWhatIsBlockedAreRefused() {
    assertThat(
            verdict(
                "masks: [{ name: m, detect: [card], arguments: block }]",
                call("{\"name\":\"t\",\"arguments\":{\"q\":\"4111 1111 1111 1111\"}}")))
        .isEqualTo(new Verdict.Refuse(new Refusal.SensitiveArguments("m", true)));
  }

  @Test
  void argumentsThatAreObservedGoOn() {
    Exchange call = call("{\"name\":\"t\",\"arguments\":{\"q\":\"4111 1111 1111 1111\"}}");

    assertThat(verdict("masks: [{ name: m, detect: [card], arguments: observe }]", call))
        .isEqualTo(
            new Verdict.Continue(
                call.observed(List.of(new Observation("mask:m", Observation.Effect.MASK)))));
  }

  @Test
  void resultsAndArgumentsAreTwoThings() {
    Exchange call = call("{\"name\":\"t\",\"arguments\":{\"q\":\"4111 1111 1111 1111\"}}");

    assertThat(verdict("masks: [{ name: m, detect: [card] }]", call))
        .isEqualTo(new Verdict.Continue(call));
    assertThat(
            new MaskStage(
                    Exchanges.policy(
                        "masks: [{ name: m, detect: [card], results: 'off', arguments: mask }]"),
                    tools)
                .concerns(call))
        .isFalse();
  }

  @Test
  void whatBothSidesMustReadAsItIsStays() {
    String meta =
        "\"_meta\":{\"io.modelcontextprotocol/clientInfo\":{\"name\":\"a@x.com\"},\"progressToken\":\"b@x.com\"}";

    assertThat(
            sent(
                continued(
                    "masks: [{ name: m, detect: [email], arguments: mask }]",
                    call("{\"name\":\"t\"," + meta + ",\"arguments\":{\"q\":\"c@x.com\"}}"))))
        .contains(meta)
        .contains("{\"q\":\"[email]\"}");
  }

  @Test
  void anIdentifierThatHoldsSomethingIsRefused() {
    assertThat(
            verdict(
                "masks: [{ name: m, detect: [email], arguments: mask }]",
                Exchanges.request(
                    ANN,
                    McpMethod.RESOURCES_READ,
                    "{\"uri\":\"crm://customers/jane@example.com\"}")))
        .isEqualTo(new Verdict.Refuse(new Refusal.SensitiveArguments("m", false)));
  }

  @Test
  void theMaskThatFoundSomethingInAnIdentifierIsNamed() {
    for (List<String> names : List.of(List.of("a", "b"), List.of("b", "a"))) {
      String policy =
          "masks: [{ name: %s, detect: [card], arguments: mask }, { name: %s, detect: [email], arguments: mask }]"
              .formatted(names.get(0), names.get(1));

      assertThat(
              verdict(
                  policy,
                  Exchanges.request(
                      ANN,
                      McpMethod.RESOURCES_READ,
                      "{\"note\":\"4111 1111 1111 1111\",\"uri\":\"crm://customers/jane@example.com\"}")))
          .isEqualTo(new Verdict.Refuse(new Refusal.SensitiveArguments(names.get(1), false)));
    }
  }

  // Tokens.

  private static final String TOKENS =
      "masks: [{ name: cards, detect: [card], action: tokenize, restore-in: [refund], expires-in: 1h }]";

  @Test
  void aTokenIsTurnedBackForTheToolsThatPolicyNames() {
    String token = token(ANN);
    Exchange refund =
        refund(ANN, "refund", "{\"card\":\"" + token + "\",\"note\":\"to " + token + "!\"}");

    Exchange restored = ((Verdict.Continue) restore(TOKENS, refund)).exchange();

    assertThat(sent(restored))
        .contains("{\"card\":\"4111 1111 1111 1111\",\"note\":\"to 4111 1111 1111 1111!\"}");
    assertThat(restored.revisions()).isEqualTo(Map.of("restored:cards", 2));
    assertThat(new String(java.util.Objects.requireNonNull(restored.said()).bytes(), UTF_8))
        .doesNotContain("4111");
    assertStays(TOKENS, refund(ANN, "search", "{\"card\":\"" + token + "\"}"));
  }

  @Test
  void aTokenInJsonInTextIsTurnedBackToo() {
    String inner = Json.quote("{\"card\":\"" + token(ANN) + "\"}");

    assertThat(
            sent(
                ((Verdict.Continue) restore(TOKENS, refund(ANN, "refund", "{\"j\":" + inner + "}")))
                    .exchange()))
        .contains(Json.quote("{\"card\":\"4111 1111 1111 1111\"}"));
  }

  @Test
  void aTokenThatIsForgedExpiredOrSomebodyElsesStaysAText() {
    String token = token(ANN);
    char last = token.charAt(token.length() - 1);
    String forged = token.substring(0, token.length() - 1) + (last == 'a' ? 'b' : 'a');

    assertStays(TOKENS, refund(ANN, "refund", "{\"card\":\"" + forged + "\"}"));
    assertStays(TOKENS, refund(Exchanges.anonymous(), "refund", "{\"card\":\"" + token + "\"}"));
    assertStays(
        TOKENS.replace("cards", "others"), refund(ANN, "refund", "{\"card\":\"" + token + "\"}"));
    now.updateAndGet(time -> time.plus(Duration.ofHours(2)));
    assertStays(TOKENS, refund(ANN, "refund", "{\"card\":\"" + token + "\"}"));
  }

  private String token(Principal principal) {
    Revision revision =
        new MaskStage(Exchanges.policy(TOKENS), tools)
            .apply(
                Exchanges.call(principal, "get"),
                Exchanges.message(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"4111 1111 1111 1111\"}"));
    String message = new String(((Revision.Changed) revision).message().bytes(), UTF_8);
    return message.substring(message.indexOf("tok_"), message.lastIndexOf('"'));
  }

  private void assertStays(String policy, Exchange exchange) {
    assertThat(restore(policy, exchange)).isEqualTo(new Verdict.Continue(exchange));
  }

  private Verdict restore(String policy, Exchange exchange) {
    return new RestoreStage(Exchanges.policy(policy), tokens).apply(exchange);
  }

  private static Exchange refund(Principal principal, String tool, String arguments) {
    return Exchanges.request(
        principal,
        McpMethod.TOOLS_CALL,
        "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
  }

  private Exchange continued(String policy, Exchange exchange) {
    return ((Verdict.Continue) verdict(policy, exchange)).exchange();
  }

  private Verdict verdict(String policy, Exchange exchange) {
    PolicySpec spec = Exchanges.policy(policy);
    return new ArgumentMaskStage(spec, tools).apply(exchange);
  }

  private static Exchange call(String params) {
    return Exchanges.request(ANN, McpMethod.TOOLS_CALL, params);
  }

  private static String sent(Exchange exchange) {
    return exchange.operation() instanceof Operation.Send(var message)
        ? new String(message.bytes(), UTF_8)
        : "";
  }
}
