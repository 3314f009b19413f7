package io.mcpgateway.policy.mask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.testkit.SeededJson;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of masks whatever the message is. */
class MaskPropertiesTest {
  private static final Exchange CALL = Exchanges.call(Exchanges.someone("ann"), "t");
  private static final String RESPONSE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":";

  /** One text of each kind, with what makes it one. */
  private static final List<String> TEXTS =
      List.of(
          "5425 2334 3010 9903",
          "GB29NWBK60161331926819",
          "zebedee.quill@wumblefink.com",
          "phone +1 415 555 2671",
          "52.94.236.248",
          "2a03:2880:f12f:83:face:b00c:0:25de",
          "00:1b:44:11:3a:b7",
          "f47ac10b-58cc-4372-a567-0e02b2c3d479",
          "born 1984-11-23",
          "ssn 536-90-4399",
          "CPF 529.982.247-25",
          "SIN 046 454 286",
          "440524188001010014",
          "Steuer-ID 86095742719",
          "DNI 12345678Z",
          "131052-308T",
          "255081416802538",
          "NHS number 9434765919",
          "Aadhaar 2345 6789 0124",
          "RSSMRA85T10A562S",
          "971013-9019902",
          "burgerservicenummer 111222333",
          "15108695088",
          "PESEL 44051401359",
          "811218-9876",
          "S1234567D",
          "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl",
          "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----",
          "AK" + "IAQ4ZUB7TW2MXKVE6R",
          "password=Hunter2Zeb9x",
          "https://svcwombat:Tr0ub4dor9@db.corp.com/x");

  private static final List<String> PIECES =
      List.of(
          " ",
          " ",
          "-",
          ".",
          ",",
          ": ",
          "=",
          "@",
          "/",
          "#",
          "&",
          "%",
          "\"",
          "\\",
          "{",
          "}",
          "[",
          "]",
          "\n",
          "a",
          "é",
          "漢",
          "1",
          "0",
          "4111",
          "19",
          "\u200B",
          "\u00A0",
          "&#52;",
          "%34",
          "phone",
          "password",
          "ssn",
          "born",
          "secret: ",
          "Bearer ",
          "token=",
          "iban ",
          "\\u0034",
          "￥１２",
          "٣",
          "```json\n",
          "```",
          "{\"a\":\"",
          "\"}",
          "tok_card_",
          "[card]",
          "****",
          "-----BEGIN",
          "eyJ",
          "AKIA",
          "https://",
          ":x@");

  @ParameterizedTest
  @ValueSource(strings = {"redact", "keep-last-4", "keep-first-2", "hash", "tokenize"})
  void maskingTwiceChangesNothingMore(String action) {
    MaskStage stage = all(action);
    for (long seed = 0; seed < 3_000; seed++) {
      String message = RESPONSE + value(new Random(seed), 0) + "}";
      String once = masked(stage, message);
      String twice = masked(stage, once);

      // What stands for a value in a text called "blob" may look like base64 of something else.
      assertThat(twice.contains("binary content that may hold text") ? once : twice)
          .as("seed " + seed + ": " + message)
          .isEqualTo(once);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"redact", "drop", "'null'", "hash", "keep-last-4", "generalize"})
  void fieldsThatWereMaskedAreMaskedOnce(String action) {
    MaskStage stage =
        new MaskStage(
            Exchanges.policy(
                "masks: [{ name: f, fields: [/a, /list/0, /list/2/b, \"/**/c\", \"/**/1\"], action: "
                    + action
                    + " }, { name: d, detect: [all] }]"),
            Exchanges.maskedTools());
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      String fields =
          "{\"a\":%s,\"list\":[%s,%s,{\"b\":%s,\"c\":[%s]}],\"1\":%s,\"x\":[%s,{\"c\":%s}]}"
              .formatted(
                  java.util.stream.Stream.generate(() -> value(random, 3)).limit(8).toArray());
      String message =
          RESPONSE
              + (seed % 2 == 0
                  ? "{\"structuredContent\":" + fields + "}"
                  : "{\"x\":" + Json.quote(text(random) + fields + text(random)) + "}")
              + "}";
      String once = masked(stage, message);
      String twice = masked(stage, once);

      // What stands for a value in a text called "blob" may look like base64 of something else.
      assertThat(twice.contains("binary content that may hold text") ? once : twice)
          .as("seed " + seed + ": " + message)
          .isEqualTo(once);
    }
  }

  @Test
  void everyByteOutsideOfWhatIsMaskedStays() {
    MaskStage stage = all("redact");
    List<String> maskedTexts = TEXTS.stream().map(text -> maskedText(stage, text)).toList();
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      List<String> parts = new ArrayList<>();
      int members = 1 + random.nextInt(4);
      StringBuilder before = new StringBuilder(RESPONSE).append("{");
      StringBuilder after = new StringBuilder(RESPONSE).append("{");
      for (int i = 0; i < members; i++) {
        int text = random.nextInt(TEXTS.size());
        String clean = cleanJson(stage, random.nextLong());
        String name = (i == 0 ? "" : ",") + "\"v" + i + "\" :\t[" + clean + " , ";
        String odd = i % 2 == 0 ? "\\u00e9 \\/ " : "«漢\\ud83d\\ude00» ";
        before.append(name).append(quoted(odd, TEXTS.get(text))).append("]");
        after.append(name).append(quoted(odd, maskedTexts.get(text))).append("]");
        parts.add(TEXTS.get(text));
      }
      before.append(" }}");
      after.append(" }}");

      assertThat(masked(stage, before.toString()))
          .as("seed " + seed + ": " + parts)
          .isEqualTo(after.toString());
    }
  }

  @Test
  void aTextIsMaskedAlikeWhereverItStands() {
    MaskStage stage = all("redact");
    for (String text : TEXTS) {
      String expected = maskedText(stage, text);
      for (String around :
          List.of("$", "{\"a\":$}", "[1,{\"b\":[$]}]", "{\"a\":{\"b\":{\"c\":$}}}")) {
        String json = around.replace("$", Json.quote(text));
        String masked = around.replace("$", Json.quote(expected));

        assertThat(masked(stage, RESPONSE + json + "}")).isEqualTo(RESPONSE + masked + "}");
        assertThat(masked(stage, RESPONSE + Json.quote(json) + "}"))
            .isEqualTo(RESPONSE + Json.quote(masked) + "}");
        assertThat(masked(stage, RESPONSE + Json.quote("see " + json + " there") + "}"))
            .isEqualTo(
                RESPONSE
                    + Json.quote(
                        "see " + (around.equals("$") ? maskedText(stage, json) : masked) + " there")
                    + "}");
      }
    }
  }

  /** Some JSON in which nothing is found. */
  private static String cleanJson(MaskStage stage, long seed) {
    for (long next = seed; ; next++) {
      String json = new SeededJson(next).value(3);
      String message = RESPONSE + "{\"v0\":[" + json + "]}}";
      if (masked(stage, message).equals(message)) {
        return json;
      }
    }
  }

  /** A JSON string that begins with a piece of JSON as it is. */
  private static String quoted(String odd, String text) {
    return "\"" + odd + Json.quote(text).substring(1);
  }

  private static String maskedText(MaskStage stage, String text) {
    String masked = masked(stage, RESPONSE + "{\"v0\":" + Json.quote(text) + "}}");
    assertThat(masked).as(text).contains("[");
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper()
          .readTree(masked)
          .at("/result/v0")
          .textValue();
    } catch (com.fasterxml.jackson.core.JsonProcessingException noJson) {
      throw new AssertionError(masked, noJson);
    }
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 3 : 7)) {
      case 0 ->
          pick(random, List.of("1", "5425233430109903", "null", "440524188001010014", "4.2e1"));
      case 1, 2 -> Json.quote(text(random));
      case 3 -> Json.quote(value(random, depth + 1));
      case 4 -> "[" + value(random, depth + 1) + " , " + value(random, depth + 1) + "]";
      case 5 ->
          Json.quote(Base64.getEncoder().encodeToString(value(random, depth + 1).getBytes(UTF_8)));
      default ->
          "{"
              + Json.quote("k" + text(random))
              + ":"
              + value(random, depth + 1)
              + ","
              + Json.quote("l" + text(random))
              + ":"
              + value(random, depth + 1)
              + ",\""
              + pick(random, List.of("structuredContent", "password", "phone", "blob", "x", "ssn"))
              + "\":"
              + value(random, depth + 1)
              + "}";
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(pick(random, random.nextInt(3) == 0 ? TEXTS : PIECES));
    }
    return text.toString();
  }

  private static String pick(Random random, List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static MaskStage all(String action) {
    return new MaskStage(
        Exchanges.policy("masks: [{ name: all, detect: [all], action: " + action + " }]"),
        Exchanges.maskedTools());
  }

  private static String masked(MaskStage stage, String message) {
    if (message.startsWith("Withheld")) {
      return message;
    }
    return switch (stage.apply(CALL, Exchanges.message(message))) {
      case Revision.Unchanged() -> message;
      case Revision.Changed changed -> new String(changed.message().bytes(), UTF_8);
      case Revision.Blocked blocked -> blocked.refusal().toString();
      case Revision.Observed _, Revision.Answered _ -> throw new AssertionError(message);
    };
  }
}
