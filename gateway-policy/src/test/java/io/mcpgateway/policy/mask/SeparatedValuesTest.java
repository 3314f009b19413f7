package io.mcpgateway.policy.mask;

import static io.mcpgateway.policy.mask.MaskedText.masked;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.policy.Exchanges;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values with something between their parts: ends of lines, tags, marks, signs that nobody sees.
 */
class SeparatedValuesTest {
  private static final Map<String, String> NUMBERS =
      Map.of(
          "5425 2334 3010 9903", "pay with ",
          "GB29 NWBK 6016 1331 9268 19", "send it to ",
          "536 90 4399", "the number is ",
          "2345 6789 0124", "aadhaar ");

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n  ", " \n", "<br>", "<br/>\t", "</b> <b>"})
  void aNumberGoesOnInTheNextLine(String between) {
    NUMBERS.forEach(
        (number, before) ->
            assertThat(masked(before + number.replace(" ", between) + " of ann"))
                .matches(before + "\\[[a-z-]+] of ann"));
    String half = "card 5425 2334" + between + "3010 9903, and so on";
    assertThat(masked(half)).isEqualTo("card [card], and so on");
  }

  @Test
  void aHyphenAtTheEndOfALineBelongsToTheNumber() {
    assertThat(masked("it is 536-90-\n4399.")).isEqualTo("it is [us-ssn].");
    assertThat(masked("it is 536-\n90-\n4399.")).isEqualTo("it is [us-ssn].");
  }

  @ParameterizedTest
  @CsvSource({
    "5425<b>2334</b>30109903, [card]",
    "<i>5425</i>2334<span class=\"x\">3010</span>9903, <i>[card]",
    "<u>5</u><u>4</u><u>2</u><u>5</u><u>2</u><u>3</u><u>3</u><u>4</u>30109903, <u>[card]",
    "5425<wbr>2334<WBR>3010<wbr/>9903, [card]",
    "<b>536</b>-<b>90</b>-<b>4399</b>, <b>[us-ssn]</b>"
  })
  void tagsThatChangeHowItLooksAreNoPartOfIt(String html, String expected) {
    assertThat(masked("see " + html + " there")).isEqualTo("see " + expected + " there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0332",
        "\u0336",
        "\u20E3",
        "\uFE0F\u20E3",
        "\u0301\u0301",
        "\u180F",
        "\uFFF3",
        "\uDB40\uDC41",
        "\u17B4",
        "\uD82F\uDCA0",
        "\u034F",
        "\u2064"
      })
  void marksAndWhatNobodySeesAreNoPartOfIt(String mark) {
    for (String value : List.of("5425233430109903", "536-90-4399", "GB29NWBK60161331926819")) {
      StringBuilder text = new StringBuilder();
      value.chars().forEach(c -> text.append((char) c).append(c >= '0' && c <= '9' ? mark : ""));
      assertThat(masked("it is " + text + "."))
          .as(text.toString())
          .matches("it is \\[[a-z-]+]\\W*");
    }
  }

  @Test
  void digitsOfAllShapesAreDigits() {
    for (int zero : new int[] {0x2080, 0xFF10, 0x660, 0x1D7CE, 0x1D7F6, 0x1FBF0}) {
      StringBuilder text = new StringBuilder();
      "5425233430109903".chars().forEach(c -> text.appendCodePoint(c - '0' + zero));
      assertThat(masked("(" + text + ")")).isEqualTo("([card])");
    }
    assertThat(masked("⑤④②⑤②③③④③⓪①⓪⑨⑨⓪③")).isEqualTo("[card]");
    assertThat(masked("⁵⁴²⁵²³³⁴³⁰¹⁰⁹⁹⁰³")).isEqualTo("[card]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jane.doe @ example.com",
        "mail: jane @ example.com",
        "jane [at] example.com",
        "jane[at]example.com",
        "jane (at) example (dot) com",
        "jane.doe[AT]mail[DOT]example[DOT]co[dot]uk",
        "jane {at} mail.example {dot} org"
      })
  void anAddressWithASpelledSignIsOne(String address) {
    String said = address.replace("mail: ", "");
    assertThat(masked(address + ", please"))
        .isEqualTo(address.replace(said, "[email]") + ", please");
    assertThat(masked("see " + address)).isEqualTo("see " + address.replace(said, "[email]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x.T @ y.T",
        "self.query @ self.key.mean",
        "12 items @ 3.com",
        "lunch @ example.com",
        "meet [at] noon",
        "[at] example.com",
        "array[at].size",
        "look (at) this.please [dot]",
        "@ example.com",
        "1\n2\n3\n4\n5\n6\n7\n8\n9",
        "took 12\n2024-03-01 12:30:45 INFO took 17\n2024-03-01 12:30:46 INFO took 12",
        "<td>5425</td><td>2334</td><td>3010</td><td>9903</td>",
        "5425\n\n2334\n\n3010\n\n9903",
        "x\u0301y\u0301",
        "a < 1 and 5425 <b 2334"
      })
  void whatOnlyLooksLikeItStays(String text) {
    assertThat(masked(text)).isEqualTo(text);
  }

  @Test
  void aColumnOfNumbersIsNoNumber() {
    StringBuilder column = new StringBuilder();
    for (int i = 0; i < 4_000; i++) {
      column.append(4000 + (i * 7919) % 2000).append('\n');
    }
    assertThat(masked(column.toString())).isEqualTo(column.toString());
  }

  @Test
  void partsAreTakenTogetherForWhatIsKeptAndHashed() {
    List<String> written =
        List.of("5425233430109903", "5425 2334\n3010 9903", "5425<b>2334</b>3010<i>9903");
    assertThat(written.stream().map(text -> maskedBy("keep-last-4", text)))
        .allMatch("****9903"::equals);
    assertThat(written.stream().map(text -> maskedBy("hash", text)).distinct()).hasSize(1);
    assertThat(
            Arrays.asList(
                "jane@example.com", "jane [at] example (dot) com", "mail jane @ example.com"))
        .extracting(text -> maskedBy("hash", text).replace("mail ", ""))
        .containsOnly(maskedBy("hash", "jane@example.com"));
  }

  private static String maskedBy(String action, String text) {
    return MaskedText.masked(
        new MaskStage(
            Exchanges.policy(
                "masks: [{ name: all, detect: [card, email], action: " + action + " }]"),
            Exchanges.maskedTools()),
        text);
  }
}
