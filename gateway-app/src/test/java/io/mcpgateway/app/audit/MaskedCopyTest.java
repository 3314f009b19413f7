package io.mcpgateway.app.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.mask.TextRedaction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class MaskedCopyTest {
  private static final TextRedaction REDACTION = new TextRedaction();
  private static final String MAIL = "jane.doe@example.com";

  @Test
  void valuesAreTakenOutHoweverTheyAreEscaped() {
    MaskedCopy copy = new MaskedCopy(REDACTION::redact, 4096);
    add(copy, "{\"a\":\"" + MAIL + "\",\"b\":\"jane.doe\\u0040example.com\",\"n\":1.10}");

    assertThat(written(copy))
        .isEqualTo(
            "{\"masked\":\"{\\\"a\\\":\\\"[email]\\\",\\\"b\\\":\\\"[email]\\\",\\\"n\\\":1.10}\"}\n");
  }

  @Test
  void severalAreOneALineUpToTheBound() {
    MaskedCopy copy = new MaskedCopy(UnaryOperator.identity(), 7);
    add(copy, "[1]");
    add(copy, "[2]");
    assertThat(written(copy)).isEqualTo("{\"masked\":\"[1]\\n[2]\"}\n");

    add(copy, "[3]");
    add(copy, "[4]");
    assertThat(written(copy)).isEqualTo("{\"masked\":\"[1]\\n[2]…\",\"truncated\":[\"masked\"]}\n");
  }

  @Test
  void aCutLeavesNoPartOfACharacter() {
    MaskedCopy copy = new MaskedCopy(UnaryOperator.identity(), 256);
    add(copy, "\"" + "😀".repeat(100) + "\"");

    assertThat(written(copy)).contains("\\\"" + "😀".repeat(63) + "…\"").doesNotContain("�");
  }

  @Test
  void aValueThatGoesOnBehindWhatIsLookedAtIsNotShown() {
    // Wherever the value lies, and however much shorter masking makes what is before it.
    for (int before = 0; before < 12_000; before += 97) {
      for (String filler : new String[] {"x ", "4111 1111 1111 1111, "}) {
        MaskedCopy copy = new MaskedCopy(REDACTION::redact, 4096);
        String lead = filler.repeat(before / filler.length() + 1);
        add(copy, "{\"a\":\"" + lead + MAIL + " " + "y ".repeat(20_000) + "\"}");

        assertThat(written(copy)).doesNotContain("jane", "4111");
      }
    }
  }

  @Test
  void halfAValueIsNotShownHoweverMuchShorterMaskingMakesTheRest() {
    // What is looked at ends somewhere in a number, for every place in it.
    for (int shift = 0; shift < 21; shift++) {
      MaskedCopy copy = new MaskedCopy(REDACTION::redact, 4096);
      String mails = ("m".repeat(60) + "@example.com ").repeat(200);
      String cards = "4111 1111 1111 1111, ".repeat(200);
      add(copy, "{\"a\":\"" + "x".repeat(shift) + " " + mails + cards + "\"}");

      assertThat(written(copy)).doesNotContain("4111");
    }
  }

  @Test
  void whatMayHoldJsonIsNotCut() {
    for (int before = 14_000; before < 17_000; before += 41) {
      MaskedCopy copy = new MaskedCopy(REDACTION::redact, 4096);
      String inner = "{\\\"m\\\":\\\"jane.doe\\\\u0040example.com\\\",\\\"t\\\":\\\"";
      add(copy, "{\"a\":\"" + inner + "x ".repeat(before / 2) + "\\\"}\"}");

      assertThat(written(copy)).doesNotContain("jane");
    }
  }

  @Test
  void whatIsCutIsJsonStillToWhoLooksForValues() {
    String value = "{\"a\":[{\"b\":\"c d\",\"e\":[1,2,{}],\"f\":null}],\"g\":true}";
    byte[] bytes = value.getBytes(UTF_8);
    for (int max = 0; max < 80; max++) {
      BoundedJson json = BoundedJson.of(bytes, new Span(0, bytes.length), max);
      int length = json.text().getBytes(UTF_8).length;

      assertThat(io.mcpgateway.core.protocol.Json.valueEnd(json.text().getBytes(UTF_8), 0, length))
          .as(json.text())
          .isEqualTo(length);
      assertThat(json.whole()).isEqualTo(json.text().equals(value));
    }
    assertThat(BoundedJson.of(bytes, new Span(0, bytes.length), 80).whole()).isTrue();
  }

  private static void add(MaskedCopy copy, String json) {
    byte[] bytes = ("  " + json).getBytes(UTF_8);
    copy.add(bytes, new Span(2, bytes.length));
  }

  private static String written(MaskedCopy copy) {
    JsonLine line = new JsonLine(UnaryOperator.identity());
    line.begin();
    copy.write(line);
    line.truncated("truncated").endLine();
    return new String(line.buffer(), 0, line.size(), UTF_8);
  }
}
