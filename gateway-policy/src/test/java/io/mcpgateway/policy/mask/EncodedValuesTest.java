package io.mcpgateway.policy.mask;

import static io.mcpgateway.policy.mask.MaskedText.masked;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values in base64, in escapes and in references, wherever in a text they stand. */
class EncodedValuesTest {
  private static final String CARD = "5425 2334 3010 9903";

  private static String base64(String text, Charset charset) {
    return Base64.getEncoder().encodeToString(text.getBytes(charset));
  }

  private static String base64(String text) {
    return base64(text, UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$",
        "$.",
        "(see $)",
        "https://h/x/$",
        "https://h/x/$/edit",
        "https://h/x-y_z/$?page=2",
        "/$",
        "//$//",
        "id-$",
        "id_$-x",
        "data:text/plain;base64,$",
        "authorization\n$\nthe rest"
      })
  void base64IsFoundWhereverItStands(String around) {
    for (String text : List.of(CARD, "it is " + CARD + "!", CARD + " and so on?", "? " + CARD)) {
      String[] kept = text.split(CARD, -1);
      String expected = kept[0] + "[card]" + kept[1];
      String plain = base64(text);
      String url = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));

      assertThat(masked(around.replace("$", plain)))
          .isEqualTo(around.replace("$", base64(expected)));
      assertThat(decodes(masked(around.replace("$", url)))).as(around + url).doesNotContain("5425");
    }
  }

  /** All that can be read at any place. */
  private static String decodes(String text) {
    StringBuilder read = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      String run = text.substring(i).replaceFirst("(?s)[^A-Za-z0-9_+/-].*", "");
      run = run.replace('-', '+').replace('_', '/').substring(0, run.length() / 4 * 4);
      read.append(new String(Base64.getDecoder().decode(run), UTF_8));
    }
    return read.toString();
  }

  @Test
  void base64OfAnyLengthThatHoldsANumberIsLookedInto() {
    // Nine bytes are twelve characters.
    assertThat(masked("id: " + base64("S1234567D"))).isEqualTo("id: " + base64("[sg-nric]"));
    assertThat(masked("see " + base64("8.8.8.8"))).isEqualTo("see " + base64("8.8.8.8"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n    ", "\r\n\t"})
  void base64OverLinesIsReadAsOne(String end) {
    String text = "Dear all,\n\n" + "this goes on for a while. ".repeat(5) + CARD + " is mine.";
    String wrapped =
        Base64.getMimeEncoder(76, end.getBytes(UTF_8)).encodeToString(text.getBytes(UTF_8));

    assertThat(masked("body:\n" + wrapped + "\nend"))
        .isEqualTo("body:\n" + base64(text.replace(CARD, "[card]")) + "\nend");
  }

  @Test
  void base64OfUtf16IsReadAndWrittenAsItIs() {
    for (String mark : List.of("", "\uFEFF")) {
      for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
        String text = mark + "card " + CARD + ", née 漢 \uD83D\uDE00";
        for (String around : List.of("$", "https://h/aaaa/$")) {
          assertThat(masked(around.replace("$", base64(text, charset))))
              .isEqualTo(around.replace("$", base64(text.replace(CARD, "[card]"), charset)));
        }
      }
    }
  }

  @Test
  void whatIsNoTextInBase64StaysAsItIs() {
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      String text =
          "x/" + Base64.getEncoder().encodeToString(bytes) + "\n" + Integer.toHexString(i);
      assertThat(masked(text)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u%04x",
        "\\u%04X",
        "\\\\u%04x",
        "\\x%02x",
        "\\u{%x}",
        "\\x{%x}",
        "\\U%08x",
        "%%u%04x",
        "%%%02X",
        "&#%d;",
        "&#%09d;",
        "&#%d",
        "&#X%x;",
        "&#x%07x;"
      })
  void anEscapeIsReadAsWhatItSays(String escape) {
    for (String value : List.of(CARD, "zebedee.quill@wumblefink.com", "536-90-4399")) {
      StringBuilder text = new StringBuilder();
      value.chars().forEach(c -> text.append(escape.formatted(c)));
      // Not within JSON, and where nothing else is escaped.
      for (String around : List.of("ssn $", "{ssn: '$'}", "\"ssn\": \"$\",\n\"x")) {
        assertThat(masked(around.replace("$", text)))
            .as(around.replace("$", text))
            .contains("[")
            .doesNotContain(text.substring(text.length() / 2));
      }
    }
  }

  @Test
  void encodedDigitsOfOtherScriptsAreDigits() {
    StringBuilder percent = new StringBuilder();
    StringBuilder escapes = new StringBuilder();
    for (char digit : "5425233430109903".toCharArray()) {
      String wide = Character.toString(digit - '0' + 0xFF10);
      for (byte b : wide.getBytes(UTF_8)) {
        percent.append("%%%02X".formatted(b & 0xFF));
      }
      String bold = Character.toString(digit - '0' + 0x1D7CE);
      bold.chars().forEach(half -> escapes.append("\\u%04x".formatted(half)));
    }
    assertThat(masked("q=" + percent + "&x=1")).isEqualTo("q=[card]&x=1");
    assertThat(masked("it is " + escapes + ".")).isEqualTo("it is [card].");
  }

  @Test
  void whatOnlyLooksLikeAnEscapeStays() {
    for (String text :
        List.of(
            "C:\\users\\x86\\u12",
            "a\\u{",
            "\\u{110000} \\ud800 \\ud800\\u0041",
            "100% %u12 %C3 %C3%28 %ED%A0%80 %F8%88%80%80",
            "&# &#; &#x; &#99999999; &amp",
            "\\",
            "%",
            "&#")) {
      assertThat(masked(text)).isEqualTo(text);
    }
  }

  @Test
  void hostileTextsAreReadInTimeThatGrowsWithThem() {
    String readable = base64("is there anything in it, or not");
    for (String part :
        List.of("/", "a/", "aaaaaaaaaaaa\n", readable + "/", "Z/", "\\", "&#0", "%C3", "\\u00")) {
      String text = part.repeat(200_000 / part.length()).toLowerCase(Locale.ROOT) + part;
      assertThat(masked(text)).hasSameSizeAs(text);
      assertThat(masked(part.repeat(200_000 / part.length()))).isNotEmpty();
    }
  }
}
