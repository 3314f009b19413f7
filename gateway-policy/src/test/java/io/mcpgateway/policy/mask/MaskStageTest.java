package io.mcpgateway.policy.mask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.Exchanges;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskStageTest {
  private static final Principal ANN = Exchanges.someone("ann", "sales");
  private static final Exchange CALL = Exchanges.call(ANN, "get_customer");

  private static final String DETECT = "masks:\n  - { name: pii, detect: [card, email] }\n";
  private static final String KEEP =
      "masks:\n  - { name: pii, detect: [card, email], action: keep-last-4 }\n";
  private static final String FIELDS =
      """
      masks:
        - name: billing
          fields: [/customer/billing, /items/*/price, /customer/vip, /nested/any/*, /list/1]
      """;

  @Test
  void aRoleThatOneHasSinceADayHasItsMasks() {
    String policy =
        """
        roles:
          partner: { tools: [get_customer], members: { when: "now > timestamp('2020-01-01T00:00:00Z')" } }
        masks:
          - { name: pii, detect: [email], only-roles: [partner] }
        """;

    assertThat(
            masked(
                policy, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":\"jane@example.com\"}}"))
        .contains("[email]");
  }

  // Where data stands.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"result\":{\"content\":[{\"type\":\"text\",\"text\":$}]}}",
        "{\"result\":{\"content\":[{\"type\":\"text\",\"text\":$}],\"isError\":true}}",
        "{\"result\":{\"structuredContent\":{\"a\":[[{\"b\":$}]]},\"content\":[]}}",
        "{\"result\":{\"structuredContent\":{$:1}}}",
        "{\"result\":{\"content\":[{\"type\":\"resource\",\"resource\":{\"uri\":\"a:b\",\"text\":$}}]}}",
        "{\"result\":{\"content\":[{\"type\":\"resource_link\",\"uri\":$,\"name\":\"n\"}]}}",
        "{\"result\":{\"content\":[{\"type\":\"resource_link\",\"uri\":\"a:b\",\"name\":$,\"title\":$}]}}",
        "{\"result\":{\"contents\":[{\"uri\":\"a:b\",\"mimeType\":\"text/plain\",\"text\":$}]}}",
        "{\"result\":{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":$}}]}}",
        "{\"result\":{\"tools\":[{\"name\":\"t\",\"description\":$,\"inputSchema\":{\"enum\":[$]}}]}}",
        "{\"result\":{\"completion\":{\"values\":[$]}}}",
        "{\"result\":{\"_meta\":{\"x\":$},\"content\":[]}}",
        "{\"result\":{\"serverInfo\":{\"name\":$},\"instructions\":$}}",
        "{\"result\":{\"inputRequests\":{\"a\":{\"params\":{\"message\":$}}}}}",
        "{\"result\":$}",
        "{\"error\":{\"code\":-32603,\"message\":$}}",
        "{\"error\":{\"code\":-32603,\"message\":\"m\",\"data\":{\"x\":$}}}",
        "{\"result\":{},\"extra\":{\"x\":$}}",
      })
  void nothingLeaksFromAnyPlaceOfAResponse(String place) {
    leaksNothing("{\"jsonrpc\":\"2.0\",\"id\":1," + place.substring(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "notifications/progress\",\"params\":{\"progressToken\":1,\"progress\":1,\"message\":$}}",
        "notifications/message\",\"params\":{\"level\":\"info\",\"data\":$}}",
        "notifications/message\",\"params\":{\"level\":\"info\",\"data\":{\"a\":[$]}}}",
        "notifications/resources/updated\",\"params\":{\"uri\":$}}",
        "sampling/createMessage\",\"id\":4,\"params\":{\"messages\":[{\"content\":{\"text\":$}}]}}",
      })
  void nothingLeaksFromWhatAnUpstreamSaysMeanwhile(String place) {
    leaksNothing("{\"jsonrpc\":\"2.0\",\"method\":\"" + place);
  }

  private static void leaksNothing(String template) {
    for (String canary : List.of("4111 1111 1111 1111", "jane@example.com")) {
      String nested = "{\"a\":" + Json.quote("[" + Json.quote("x " + canary) + "]") + "}";
      for (String json :
          List.of(
              Json.quote(canary),
              Json.quote("well, " + canary + " it is"),
              unicode(canary),
              Json.quote(nested),
              Json.quote("{\"" + canary + "\":1,\"n\":4111111111111111}"),
              Json.quote("{\"u\":" + unicode(canary) + "}"))) {
        for (String policy : List.of(DETECT, KEEP)) {
          String message = template.replace("$", json);

          String masked = masked(policy, message);

          assertThat(plain(masked))
              .as(message)
              .doesNotContain("1111 1111", "jane", "example", "411111");
        }
      }
    }
  }

  /** Every character as an escape. */
  private static String unicode(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.chars().forEach(c -> json.append("\\u00").append(Integer.toHexString(c)));
    return json.append('"').toString();
  }

  /** Without any escapes, however deep. */
  private static String plain(String json) {
    String text = json;
    for (int i = 0; i < 4; i++) {
      text = text.replace("\\\\", "\\").replace("\\\"", "\"");
    }
    for (char c = ' '; c < 127; c++) {
      text = text.replace("\\u00" + Integer.toHexString(c), String.valueOf(c));
    }
    return text;
  }

  @Test
  void textInBase64IsMaskedWhateverItsTypeSays() {
    for (String type : List.of("text/plain", "application/json", "image/png")) {
      String masked =
          masked(
              DETECT,
              result(
                  "{\"contents\":[{\"blob\":\""
                      + base64("mail jane@example.com!")
                      + "\",\"mimeType\":\""
                      + type
                      + "\",\"uri\":\"a:b\"}]}"));

      assertThat(masked).contains(base64("mail [email]!")).contains(type);
    }
  }

  @Test
  void jsonInBase64IsMaskedAsStructure() {
    assertThat(
            masked(
                FIELDS,
                result(
                    "{\"contents\":[{\"blob\":\""
                        + base64("{\"customer\":{\"billing\":7}}")
                        + "\"}]}")))
        .contains(base64("{\"customer\":{\"billing\":0}}"));
  }

  @Test
  void textThatCannotBeDecodedIsWithheld() {
    for (String blob : List.of("%%%", Base64.getEncoder().encodeToString(new byte[] {-1, 0}))) {
      assertWithheld(
          apply(
              DETECT,
              CALL,
              result("{\"contents\":[{\"mimeType\":\"text/plain\",\"blob\":\"" + blob + "\"}]}")),
          "cannot be looked into");
    }
  }

  @Test
  void picturesPass() {
    byte[] picture = new byte[9_000];
    new Random(1).nextBytes(picture);
    picture[0] = (byte) 0x89;

    assertThat(
            apply(
                DETECT,
                CALL,
                result(
                    "{\"content\":[{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\""
                        + Base64.getEncoder().encodeToString(picture)
                        + "\"}]}")))
        .isEqualTo(Revision.UNCHANGED);
  }

  // What takes its place.

  @Test
  void everyByteOutsideOfAMaskedValueStays() {
    assertThat(
            masked(
                KEEP,
                result(
                    "{ \"z\" : 1.10, \"a\":\"caf\\u00e9 \\/ 4111-1111-1111-1111 \\\"x\\\" jane@example.com\\t\""
                        + ",\"big\":9007199254740993 , \"n\":4111111111111111,\"e\":[ ] }")))
        .isEqualTo(
            result(
                "{ \"z\" : 1.10, \"a\":\"caf\\u00e9 \\/ ****1111 \\\"x\\\" ****\\t\""
                    + ",\"big\":9007199254740993 , \"n\":0,\"e\":[ ] }"));
  }

  @Test
  void jsonInsideOfTextKeepsItsBytesToo() {
    assertThat(
            masked(
                DETECT,
                result(
                    "{\"content\":[{\"text\":\"{ \\\"m\\\" : \\\"jane@example.com\\\",\\n\\\"x\\\":1.10}\"}]}")))
        .isEqualTo(
            result(
                "{\"content\":[{\"text\":\"{ \\\"m\\\" : \\\"[email]\\\",\\n\\\"x\\\":1.10}\"}]}"));
  }

  @Test
  void bothCopiesOfAResultAreMaskedAlike() {
    String json =
        "{\"customer\":{\"name\":\"Jane\",\"billing\":{\"iban\":\"x\"},\"vip\":true},"
            + "\"items\":[{\"price\":1.5,\"n\":1},{\"price\":\"9 EUR\"}],"
            + "\"nested\":{\"any\":{\"a\":1,\"b\":null}},\"list\":[\"a\",[1,2],\"c\"]}";
    String expected =
        "{\"customer\":{\"name\":\"Jane\",\"billing\":{},\"vip\":false},"
            + "\"items\":[{\"price\":0,\"n\":1},{\"price\":\"[redacted]\"}],"
            + "\"nested\":{\"any\":{\"a\":0,\"b\":null}},\"list\":[\"a\",[],\"c\"]}";
    String both = "{\"content\":[{\"type\":\"text\",\"text\":%s}],\"structuredContent\":%s}";

    assertThat(masked(FIELDS, result(both.formatted(Json.quote(json), json))))
        .isEqualTo(result(both.formatted(Json.quote(expected), expected)));
  }

  @Test
  void fieldsThatAreNotNamedStay() {
    assertThat(
            apply(
                FIELDS,
                CALL,
                result(
                    "{\"billing\":1,\"structuredContent\":{\"billing\":1,\"x\":{\"price\":2}}}")))
        .isEqualTo(Revision.UNCHANGED);
  }

  @Test
  void theLastFourCharactersOfAFieldAreKeptIfThereAreEnough() {
    String policy = "masks: [{ name: f, fields: [/a, /b, /c], action: keep-last-4 }]";

    assertThat(
            masked(
                policy,
                result(
                    "{\"structuredContent\":{\"a\":\"DE89-\\ud83d\\ude00\\\"34\",\"b\":\"1234567\",\"c\":12345678}}")))
        .isEqualTo(
            result("{\"structuredContent\":{\"a\":\"****😀\\\"34\",\"b\":\"****\",\"c\":0}}"));
  }

  @Test
  void aFieldBecomesNullIfThePolicySaysSo() {
    String policy = "masks: [{ name: f, fields: [/a, /b], action: nullify }]";

    assertThat(masked(policy, result("{\"structuredContent\":{\"a\":\"x\",\"b\":{\"c\":1}}}")))
        .isEqualTo(result("{\"structuredContent\":{\"a\":null,\"b\":null}}"));
  }

  @Test
  void twoNamesThatAreMaskedStayTwo() {
    assertThat(masked(DETECT, result("{\"a@x.com\":1,\"b@x.com\":2,\"c\":3}")))
        .isEqualTo(result("{\"[email]\":1,\"[email] ~2\":2,\"c\":3}"));
  }

  @Test
  void numbersThatAreCardNumbersBecomeZero() {
    assertThat(
            masked(
                DETECT,
                result(
                    "[4111111111111111,4.111111111111111E15,4111111111111111.0,4111111111111112]")))
        .isEqualTo(result("[0,0,0,4111111111111112]"));
  }

  @Test
  void whatIsMaskedIsCountedByRule() {
    Revision revision =
        apply(
            "masks: [{ name: a, detect: card }, { name: b, detect: email }, { name: c, fields: [/x] }]",
            CALL,
            result("{\"structuredContent\":{\"x\":1,\"y\":\"a@b.com c@d.com 4111111111111111\"}}"));

    assertThat(revision)
        .isInstanceOfSatisfying(
            Revision.Changed.class,
            changed -> assertThat(changed.counts()).isEqualTo(Map.of("a", 1, "b", 2, "c", 1)));
  }

  // To whom.

  @Test
  void masksDependOnRolesAndTools() {
    String policy =
        """
        roles: { support: {}, lead: { includes: [support] } }
        masks:
          - { name: m, detect: [email], unless-roles: [support], tools: ["get_*"] }
        """;
    MaskStage stage = new MaskStage(Exchanges.policy(policy), Exchanges.maskedTools());

    assertThat(stage.concerns(CALL)).isTrue();
    assertThat(stage.concerns(Exchanges.call(Exchanges.anonymous(), "get_x"))).isTrue();
    assertThat(stage.concerns(Exchanges.call(ANN, "other"))).isFalse();
    assertThat(stage.concerns(Exchanges.call(Exchanges.someone("b", "lead"), "get_x"))).isFalse();
    assertThat(stage.concerns(Exchanges.request(ANN, McpMethod.TOOLS_LIST, "{}"))).isTrue();
    assertThat(stage.concerns(Exchanges.request(ANN, McpMethod.PROMPTS_LIST, "{}"))).isFalse();
    assertThat(stage.concerns(Exchanges.request(ANN, McpMethod.TASKS_GET, "{}"))).isTrue();
    assertThat(stage.concerns(Exchanges.exchange(ANN, new Operation.OpenStream(), Target.none())))
        .isTrue();
  }

  @Test
  void aRouteWithoutMasksIsLeftAlone() {
    assertThat(new MaskStage(Exchanges.policy("roles: {}"), Exchanges.maskedTools()).concerns(CALL))
        .isFalse();
  }

  // Failing safely.

  @Test
  void aMessageThatIsTooLargeIsWithheld() {
    MaskStage stage = new MaskStage(Exchanges.policy(DETECT), Exchanges.maskedTools(), 100);

    assertWithheld(
        stage.apply(CALL, Exchanges.message(result("\"" + "x".repeat(100) + "\""))),
        "larger than 100 bytes");
  }

  @Test
  void jsonInTextThatOthersMayReadDifferentlyIsWithheld() {
    String twice = "{\"customer\":{\"billing\":1},\"customer\":{}}";
    String deep = "[".repeat(70) + "\"jane@example.com\"" + "]".repeat(70);

    assertWithheld(apply(FIELDS, CALL, result(Json.quote(twice))), "cannot be looked into");
    assertWithheld(apply(DETECT, CALL, result(Json.quote(deep))), "cannot be looked into");
  }

  @Test
  void textThatOnlyLooksLikeJsonIsText() {
    assertThat(masked(DETECT, result(Json.quote("[jane@example.com]"))))
        .isEqualTo(result(Json.quote("[[email]]")));
    assertThat(masked(DETECT, result("\"{\\u0000 jane@example.com}\"")))
        .isEqualTo(result("\"{\\u0000 [email]}\""));
    assertThat(masked(DETECT, result("\"\\ud800 jane@example.com\"")))
        .isEqualTo(result("\"\\ud800 [email]\""));
  }

  @Test
  void cleanMessagesStayAsTheyAre() {
    for (String clean :
        List.of(
            "{}",
            "[]",
            "\"\"",
            "{\"content\":[{\"type\":\"text\",\"text\":\"order 1234567890123456, 2026-11-20\"}]}",
            "{\"text\":\"\\u00e9\",\"id\":\"f47ac10b-58cc-4372-a567-0e02b2c3d479\"}",
            "{\"mimeType\":[1e2147483647,1e99999999999,1e-2147483647,0.000000000000000e9]}",
            "{\"mimeType\":\"text/plain\",\"n\":1763656213000,\"f\":-4111111111111111}")) {
      assertThat(apply(DETECT + FIELDS.replace("masks:\n", ""), CALL, result(clean)))
          .as(clean)
          .isEqualTo(Revision.UNCHANGED);
    }
  }

  // Whatever the message.

  @Test
  void maskingTwiceChangesNothingMore() {
    String rest = FIELDS.replace("masks:\n", "");
    for (String policy : List.of(DETECT + rest, KEEP + rest)) {
      MaskStage stage = new MaskStage(Exchanges.policy(policy), Exchanges.maskedTools());
      for (long seed = 0; seed < 2_000; seed++) {
        String message = result(randomValue(new Random(seed), 0));
        String once = masked(stage, message);

        assertThat(masked(stage, once)).as("seed " + seed + ": " + message).isEqualTo(once);
      }
    }
  }

  private static String randomValue(Random random, int depth) {
    int kind = random.nextInt(depth > 3 ? 3 : 6);
    return switch (kind) {
      case 0 -> pick(random, "1", "4111111111111111", "true", "null", "4242424242424242.0");
      case 1, 2 -> Json.quote(randomText(random));
      case 3 -> Json.quote(randomValue(random, depth + 1));
      case 4 -> "[" + randomValue(random, depth + 1) + " , " + randomValue(random, depth + 1) + "]";
      default ->
          "{"
              + Json.quote("k" + randomText(random))
              + ":"
              + randomValue(random, depth + 1)
              + ",\""
              + pick(random, "structuredContent", "customer", "billing", "items", "blob")
              + "\":"
              + randomValue(random, depth + 1)
              + "}";
    };
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(7); i >= 0; i--) {
      text.append(
          pick(
              random,
              "4111111111111111",
              "4111",
              "1111",
              "4242",
              " ",
              "-",
              ".",
              "a",
              "@",
              "jane@example.com",
              ".com",
              "4242 4242 4242 4242",
              "378282246310005",
              "é",
              "\"",
              "\\",
              "{",
              "}"));
    }
    return text.toString();
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static String result(String json) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + json + "}";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static void assertWithheld(Revision revision, String problem) {
    assertThat(revision)
        .isInstanceOfSatisfying(
            Revision.Blocked.class,
            blocked ->
                assertThat(blocked.refusal())
                    .isInstanceOfSatisfying(
                        Refusal.Withheld.class,
                        withheld -> assertThat(withheld.problem()).contains(problem)));
  }

  private static Revision apply(String policy, Exchange exchange, String message) {
    return new MaskStage(Exchanges.policy(policy), Exchanges.maskedTools())
        .apply(exchange, Exchanges.message(message));
  }

  private static String masked(String policy, String message) {
    return masked(new MaskStage(Exchanges.policy(policy), Exchanges.maskedTools()), message);
  }

  private static String masked(MaskStage stage, String message) {
    if (message.startsWith("Withheld")) {
      return message;
    }
    Revision revision = stage.apply(CALL, Exchanges.message(message));
    return switch (revision) {
      case Revision.Unchanged() -> message;
      case Revision.Changed(var changed, _, _) -> new String(changed.bytes(), UTF_8);
      case Revision.Blocked(var refusal, _) -> refusal.toString();
      case Revision.Observed _, Revision.Answered _ -> throw new AssertionError(revision);
    };
  }
}
