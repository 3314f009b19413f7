package io.mcpgateway.policy.mask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.Exchanges;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskActionsTest {
  private static final Principal ANN = Exchanges.someone("ann", "sales");
  private static final Exchange CALL = Exchanges.call(ANN, "get_customer");
  private static final MaskedTools TOOLS = Exchanges.maskedTools();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  // What takes the place of a value that was detected.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redact       | pay with 4111 1111 1111 1111 now | pay with [card] now",
        "keep-last-4  | pay with 4111 1111 1111 1111 now | pay with ****1111 now",
        "keep-first-6 | pay with 4111-1111-1111-1111 now | pay with 411111**** now",
        "keep-last-9  | pay with 4111 1111 1111 1111 now | pay with **** now",
        "keep-last-4  | mail jane.doe@example.com        | mail ****",
        "keep-first-2 | mail jane.doe@example.com        | mail ja****",
        "keep-first-5 | mail jane.doe@example.com        | mail ****",
        "redact       | ＋４９ ３０ ９０１８２０ is the phone   | [phone] is the phone",
      })
  void aDetectedValueBecomes(String action, String text, String masked) {
    String policy = "masks: [{ name: m, detect: [card, email, phone], action: " + action + " }]";

    assertThat(masked(policy, CALL, "{\"text\":" + Json.quote(text) + "}"))
        .isEqualTo("{\"text\":" + Json.quote(masked) + "}");
  }

  @Test
  void aHashIsTheSameForTheSameValueHoweverItIsWritten() {
    String policy = "masks: [{ name: m, detect: [card], action: hash }]";
    String one = masked(policy, CALL, "\"4111 1111 1111 1111\"");

    assertThat(one).matches("\"card_[a-p]{20}\"");
    assertThat(masked(policy, CALL, "\"4111-1111-1111-1111\"")).isEqualTo(one);
    assertThat(masked(policy, CALL, "\"5555 5555 5555 4444\"")).isNotEqualTo(one);
    assertThat(masked(policy, ofTenant("acme"), "\"4111 1111 1111 1111\""))
        .isNotEqualTo(masked(policy, ofTenant("other"), "\"4111 1111 1111 1111\""));
  }

  @Test
  void aTokenIsTheSameForTheSameValueAndNothingFindsIt() {
    String policy =
        "masks: [{ name: m, detect: [card], action: tokenize }, { name: rest, detect: [all] }]";
    String once = masked(policy, CALL, "[\"4111 1111 1111 1111\",\"4111 1111 1111 1111\"]");

    assertThat(once).matches("\\[\"(tok_card_[a-zA-F]+)\",\"\\1\"\\]");
    assertThat(masked(policy, CALL, once)).isEqualTo(once);
  }

  @Test
  void aDayOfBirthBecomesItsYear() {
    String policy = "masks: [{ name: m, detect: [date-of-birth], action: generalize }]";

    assertThat(masked(policy, CALL, "{\"text\":\"born on 1980-03-04 in Kiel\"}"))
        .isEqualTo("{\"text\":\"born on 1980 in Kiel\"}");
  }

  @Test
  void whatIsBlockedWithholdsAllOfIt() {
    assertWithheld(
        apply(
            "masks: [{ name: no-keys, detect: [private-key, iban], action: block }]",
            CALL,
            "{\"text\":\"pay to DE89 3704 0044 0532 0130 00\"}"),
        "no-keys",
        "policy blocks");
  }

  @Test
  void whatIsObservedGoesOnAndIsNoted() {
    String policy =
        "masks: [{ name: seen, detect: [email], results: observe },"
            + " { name: f, fields: [/a], results: observe }, { name: card, detect: [card] }]";

    assertThat(apply(policy, CALL, "{\"structuredContent\":{\"a\":\"jane@example.com\"}}"))
        .isEqualTo(
            new Revision.Observed(
                List.of(
                    new Observation("mask:f", Observation.Effect.MASK),
                    new Observation("mask:seen", Observation.Effect.MASK))));
    assertThat(apply(policy, CALL, "\"jane@example.com 4111111111111111\""))
        .isInstanceOfSatisfying(
            Revision.Changed.class,
            changed -> {
              assertThat(new String(changed.message().bytes(), UTF_8))
                  .contains("jane@example.com [card]");
              assertThat(changed.observations())
                  .containsExactly(new Observation("mask:seen", Observation.Effect.MASK));
            });
  }

  // What takes the place of a member.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drop | {\"a\":1,\"b\":2,\"x\":3}         | {\"b\":2}",
        "drop | {\"b\":2,\"a\":1}                 | {\"b\":2}",
        "drop | {\"a\":1,\"x\":2}                 | {}",
        "drop | { \"c\":0, \"a\":1 , \"d\":{\"x\":2} } | { \"c\":0 , \"d\":{\"x\":2} }",
        "drop | {\"list\":[1,2,3],\"b\":1}        | {\"list\":[null,2,3],\"b\":1}",
        "null | {\"a\":\"x\",\"b\":2}             | {\"a\":null,\"b\":2}",
        "generalize | {\"a\":52.520008,\"x\":\"1980-03-04\"} | {\"a\":52.52,\"x\":\"1980\"}",
        "generalize | {\"a\":\"52.520008\",\"x\":\"4 March 1980\"} | {\"a\":\"52.52\",\"x\":\"1980\"}",
        "generalize | {\"a\":7,\"x\":\"no date\"} | {\"a\":7,\"x\":\"[redacted]\"}",
        "keep-first-2 | {\"a\":\"Kiel\",\"x\":\"Ulm\"} | {\"a\":\"Ki****\",\"x\":\"****\"}",
      })
  void aMemberBecomes(String action, String content, String masked) {
    String policy = "masks: [{ name: m, fields: [/a, /x, /list/0], action: " + action + " }]";
    String both = "{\"content\":[{\"type\":\"text\",\"text\":%s}],\"structuredContent\":%s}";

    assertThat(masked(policy, CALL, both.formatted(Json.quote(content), content)))
        .isEqualTo(both.formatted(Json.quote(masked), masked));
  }

  @Test
  void twoStarsStandForAnyDepth() {
    String policy = "masks: [{ name: m, fields: ['/**/ssn', '/a/**/b/c'] }]";

    assertThat(
            masked(
                policy,
                CALL,
                "{\"structuredContent\":{\"ssn\":1,\"x\":[{\"y\":{\"ssn\":2}}],\"a\":{\"b\":{\"c\":3},"
                    + "\"q\":{\"b\":{\"c\":4,\"d\":5}}},\"b\":{\"c\":6}}}"))
        .isEqualTo(
            "{\"structuredContent\":{\"ssn\":0,\"x\":[{\"y\":{\"ssn\":0}}],\"a\":{\"b\":{\"c\":0},"
                + "\"q\":{\"b\":{\"c\":0,\"d\":5}}},\"b\":{\"c\":6}}}");
  }

  // By schema, and so that it still fits.

  private static final String SCHEMA =
      """
      {"name":"get_customer","inputSchema":{"type":"object"},"outputSchema":{"type":"object",
       "$defs":{"person":{"type":"object","properties":{
          "mail":{"type":"string","format":"email"},
          "boss":{"$ref":"#/$defs/person"},
          "secret_code":{"type":"string","pattern":"^[A-Z]{2}-[0-9]{3}$"}}}},
       "properties":{
          "owner":{"$ref":"#/$defs/person"},
          "others":{"type":"array","items":{"$ref":"#/$defs/person"}},
          "born":{"type":"string","format":"date"},
          "level":{"type":"integer","minimum":3,"x-mask":"level"},
          "short":{"type":"string","maxLength":3},
          "color":{"enum":["red","green"],"x-mask":true},
          "address":{"type":"object","x-mask":"home","required":["city"],
            "properties":{"city":{"type":"string"},"zip":{"type":"string"}}}}}}
      """;

  @Test
  void masksCanSelectByWhatTheDefinitionSays() throws Exception {
    String policy =
        """
        masks:
          - { name: formats, schema: { formats: [email] } }
          - { name: names, schema: { properties: ["secret_*"] } }
          - { name: labels, schema: { x-mask: [level, home] } }
        """;
    String content =
        "{\"owner\":{\"mail\":\"me\",\"boss\":{\"mail\":\"you\",\"secret_code\":\"AB-123\"}},"
            + "\"others\":[{\"mail\":\"a\"}],\"level\":7,\"undeclared\":{\"mail\":\"b\"},"
            + "\"address\":{\"city\":\"Kiel\",\"zip\":\"24103\",\"more\":1}}";
    String masked =
        "{\"owner\":{\"mail\":\"masked@example.com\",\"boss\":{\"mail\":\"masked@example.com\","
            + "\"secret_code\":\"XX-000\"}},"
            + "\"others\":[{\"mail\":\"masked@example.com\"}],\"level\":3,\"undeclared\":{\"mail\":\"b\"},"
            + "\"address\":{\"city\":\"[redacted]\",\"zip\":\"[redacted]\"}}";
    String both = "{\"content\":[{\"type\":\"text\",\"text\":%s}],\"structuredContent\":%s}";

    assertThat(masked(policy, calling(SCHEMA), both.formatted(Json.quote(content), content)))
        .isEqualTo(both.formatted(Json.quote(masked), masked));
  }

  @Test
  void whatStandsForAValueIsWhatTheSchemaAllows() throws Exception {
    assertThat(
            masked(
                "masks: [{ name: m, fields: [/born, /short], action: generalize }]",
                calling(SCHEMA),
                "{\"structuredContent\":{\"born\":\"1980-03-04\",\"short\":\"abc\"}}"))
        .isEqualTo("{\"structuredContent\":{\"born\":\"1980-01-01\",\"short\":\"***\"}}");
    assertThat(
            masked(
                "masks: [{ name: m, detect: [email] }]",
                calling(SCHEMA),
                "{\"structuredContent\":{\"owner\":{\"mail\":\"jane@example.com\"}}}"))
        .isEqualTo("{\"structuredContent\":{\"owner\":{\"mail\":\"masked@example.com\"}}}");
  }

  @Test
  void whatCannotFitIsWithheldUnlessItNeverFitted() throws Exception {
    String policy = "masks: [{ name: m, schema: { x-mask: ['true'] } }]";

    assertWithheld(
        apply(policy, calling(SCHEMA), "{\"structuredContent\":{\"color\":\"red\"}}"),
        "masks",
        "outputSchema");
    assertThat(apply(policy, calling(SCHEMA), "{\"structuredContent\":{\"color\":\"blue\"}}"))
        .isInstanceOf(Revision.Changed.class);
  }

  // Where masks apply.

  @Test
  void masksOfTypesConcernContentOfThoseTypes() {
    String policy =
        "masks: [{ name: m, detect: [email], mime-types: [text/csv, 'application/*'] }]";

    assertThat(
            masked(
                policy,
                CALL,
                "{\"contents\":[{\"mimeType\":\"text/csv; charset=utf-8\",\"text\":\"a@x.com\"},"
                    + "{\"mimeType\":\"text/html\",\"text\":\"b@x.com\"}],"
                    + "\"content\":[{\"type\":\"text\",\"text\":\"c@x.com\"}],"
                    + "\"structuredContent\":{\"d\":\"d@x.com\"}}"))
        .isEqualTo(
            "{\"contents\":[{\"mimeType\":\"text/csv; charset=utf-8\",\"text\":\"[email]\"},"
                + "{\"mimeType\":\"text/html\",\"text\":\"b@x.com\"}],"
                + "\"content\":[{\"type\":\"text\",\"text\":\"c@x.com\"}],"
                + "\"structuredContent\":{\"d\":\"[email]\"}}");
  }

  @Test
  void masksOfUpstreamsAndConditionsConcernThose() {
    MaskStage stage =
        stage(
            """
            masks:
              - { name: u, detect: [email], upstreams: ["other*"] }
              - { name: c, detect: [card], when: "principal.subject != 'ann'" }
            """);

    assertThat(stage.concerns(CALL)).isFalse();
    assertThat(stage.concerns(Exchanges.call(Exchanges.someone("bob", "sales"), "t"))).isTrue();
    assertThat(
            stage(
                    "masks: [{ name: u, detect: [email], upstreams: ['"
                        + CALL.route().upstream()
                        + "'] }]")
                .concerns(CALL))
        .isTrue();
  }

  @Test
  void aConditionThatCannotBeAnsweredMeansThatTheMaskApplies() {
    assertThat(
            stage("masks: [{ name: c, detect: [card], when: \"principal.claims.x == 'y'\" }]")
                .concerns(CALL))
        .isTrue();
  }

  @Test
  void masksOfOneToolConcernItsEntryOfTheListOnly() {
    String policy = "masks: [{ name: m, detect: [email], tools: [get_customer] }]";
    Exchange list = Exchanges.request(ANN, McpMethod.TOOLS_LIST, "{}");

    assertThat(
            masked(
                policy,
                list,
                "{\"tools\":[{\"name\":\"get_customer\",\"description\":\"a@x.com\"},"
                    + "{\"name\":\"other\",\"description\":\"b@x.com\"}]}"))
        .isEqualTo(
            "{\"tools\":[{\"name\":\"get_customer\",\"description\":\"[email]\"},"
                + "{\"name\":\"other\",\"description\":\"b@x.com\"}]}");
  }

  @Test
  void aMaskedResultIsNobodyElses() {
    assertThat(
            masked(
                "masks: [{ name: m, detect: [email] }]",
                CALL,
                "{\"ttlMs\":1,\"cacheScope\":\"public\",\"text\":\"a@x.com\"}"))
        .isEqualTo("{\"ttlMs\":1,\"cacheScope\":\"private\",\"text\":\"[email]\"}");
    assertThat(
            apply(
                "masks: [{ name: m, detect: [email] }]",
                CALL,
                "{\"ttlMs\":1,\"cacheScope\":\"public\",\"text\":\"clean\"}"))
        .isEqualTo(Revision.UNCHANGED);
  }

  // Texts within texts.

  @Test
  void jsonInTheMiddleOfATextIsMaskedAsStructure() {
    String policy = "masks: [{ name: m, fields: [/pin] }, { name: mail, detect: [email] }]";

    assertThat(
            masked(
                policy,
                CALL,
                Json.quote(
                    "To a@x.com:\n```json\n{\"pin\": 42, \"q\": [1]}\n```\nand {b@x.com} {\"pin\":\"7\"}")))
        .isEqualTo(
            Json.quote(
                "To [email]:\n```json\n{\"pin\": 0, \"q\": [1]}\n```\nand {[email]} {\"pin\":\"[redacted]\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "see https://x.org/?mail=jane%40example.com&x=1 | see https://x.org/?mail=[email]&x=1",
        "jane&#64;example.com and &#52;111 1111 1111 1111 | [email] and [card]",
        "bWFpbCBqYW5lQGV4YW1wbGUuY29tIG5vdw== | bWFpbCBbZW1haWxdIG5vdw==",
        "4\u200B1\u200B1\u200B1 1111 1111\u00A01111 | [card]",
      })
  void encodedValuesAreFound(String text, String masked) {
    assertThat(masked("masks: [{ name: m, detect: [card, email] }]", CALL, Json.quote(text)))
        .isEqualTo(Json.quote(masked));
  }

  // What cannot be looked into.

  @ParameterizedTest
  @CsvSource({"redact-all", "pass", "block"})
  void thePolicySaysWhatBecomesOfWhatNobodyCanLookInto(String choice) {
    String policy = "on-unmaskable: " + choice + "\nmasks: [{ name: m, detect: [email] }]";
    String pdf =
        "{\"contents\":[{\"mimeType\":\"application/pdf\",\"blob\":\"JVBERi0A/w==\",\"uri\":\"a:b\"}]}";
    Revision revision = apply(policy, CALL, pdf);

    switch (choice) {
      case "redact-all" ->
          assertThat(masked(policy, CALL, pdf))
              .isEqualTo(pdf.replace("JVBERi0A/w==", "W3JlZGFjdGVkXQ=="));
      case "pass" ->
          assertThat(revision)
              .isEqualTo(new Revision.Observed(List.of(), Map.of("unmaskable:passed", 1)));
      default -> assertWithheld(revision, "masks", "cannot be looked into");
    }
  }

  @Test
  void aStateThatOnlyTheUpstreamReadsIsNotChanged() {
    String result = "{\"requestState\":\"for jane@example.com\"}";

    assertWithheld(
        apply("masks: [{ name: m, detect: [email] }]", CALL, result), "masks", "requestState");
    assertThat(apply("masks: [{ name: m, detect: [email] }]", CALL, "{\"requestState\":\"abc\"}"))
        .isEqualTo(Revision.UNCHANGED);
  }

  private static Exchange ofTenant(String tenant) {
    return Exchanges.call(
        new Principal.Authenticated(
            "https://idp.example",
            "ann",
            null,
            List.of(),
            tenant,
            java.util.Set.of(),
            java.util.Set.of(),
            null,
            java.time.Instant.MAX),
        "get_customer");
  }

  private static Exchange calling(String definition) throws Exception {
    JsonNode json = MAPPER.readTree(definition);
    return CALL.with(new ToolDefinition("get_customer", json));
  }

  private static MaskStage stage(String policy) {
    return new MaskStage(Exchanges.policy(policy), TOOLS);
  }

  private static Revision apply(String policy, Exchange exchange, String result) {
    return stage(policy)
        .apply(
            exchange,
            Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}"));
  }

  /** The result after masking. */
  private static String masked(String policy, Exchange exchange, String result) {
    Revision revision = apply(policy, exchange, result);
    assertThat(revision).isNotInstanceOf(Revision.Blocked.class);
    String message =
        revision instanceof Revision.Changed changed
            ? new String(changed.message().bytes(), UTF_8)
            : "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}";
    return message.substring(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":".length(), message.length() - 1);
  }

  private static void assertWithheld(Revision revision, String rule, String problem) {
    assertThat(revision)
        .isInstanceOfSatisfying(
            Revision.Blocked.class,
            blocked ->
                assertThat(blocked.refusal())
                    .isInstanceOfSatisfying(
                        Refusal.Withheld.class,
                        withheld -> {
                          assertThat(withheld.rule()).isEqualTo(rule);
                          assertThat(withheld.problem()).contains(problem);
                        }));
  }
}
