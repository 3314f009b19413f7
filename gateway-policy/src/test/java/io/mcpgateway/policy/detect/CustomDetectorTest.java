package io.mcpgateway.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomDetectorTest {
  private static final CustomDetector CUSTOMER =
      new CustomDetector.Pattern("customer", "CUST-[0-9]{6}", List.of("CUST-"));
  private static final CustomDetector PROJECTS =
      new CustomDetector.Words(
          "projects", List.of("Falcon", "Falcon Heavy", "Müller", "C++", "机密"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "«CUST-123456»",
        "of «CUST-123456», «CUST-654321».",
        "über «CUST-123456» grüßen",
        "CUST-12 cust-123456",
      })
  void aPatternIsFoundNearItsKeyword(String text) {
    assertThat(Marked.find(CUSTOMER, Marked.plain(text))).isEqualTo(text);
  }

  @Test
  void aPatternIsFoundInEveryWindow() {
    String far = "x ".repeat(2_000);
    String text = "«CUST-123456»" + far + "«CUST-123457» CUST-".repeat(400) + far + "«CUST-000000»";

    assertThat(Marked.find(CUSTOMER, Marked.plain(text))).isEqualTo(text);
  }

  @Test
  void aPatternIsNotFoundFarFromItsKeyword() {
    CustomDetector pattern = new CustomDetector.Pattern("n", "[0-9]{6}", List.of("customer"));

    assertThat(Marked.find(pattern, "customer " + "x".repeat(600) + " 123456")).doesNotContain("«");
    assertThat(Marked.find(pattern, "customer 123456 654321"))
        .isEqualTo("customer «123456» «654321»");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "(", "a(?=b)", "(a)\\1", "a*", "x{2000}"})
  void aPatternThatCannotBeUsedIsRefused(String pattern) {
    assertThatThrownBy(() -> new CustomDetector.Pattern("x", pattern, List.of("ab")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: ");
  }

  @Test
  void aPatternNeedsAKeyword() {
    assertThatThrownBy(() -> new CustomDetector.Pattern("x", "ab", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CustomDetector.Pattern("x", "ab", List.of("a")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "CUST-[0-9]{6}, cust-",
    "[A-Z]{2}-ORDER\\.[0-9]+, -order.",
    "(?i)abc+d?efg, abc",
    "\\bEMP\\d{4}\\b, emp",
    "(?:x|y)PROJ(a)?, proj",
    "ab{2}cde, cde",
    "ab{0}, ",
    "abc|def, ",
    "(abc), ",
    "(?s)abc, ",
    "(?:a(?i)b)cde, ",
    "\\Qabc\\E, ",
    "[a-z]+, ",
    "a.b, ",
    "[[:alpha:]]abc, ",
  })
  void aKeywordIsTakenFromWhatEveryMatchContains(String pattern, String keyword) {
    assertThat(CustomDetector.Pattern.keywordOf(pattern)).isEqualTo(keyword);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "«Falcon» and «FALCON», «falcon».",
        "the «Falcon Heavy» and the «falcon\n heavy» of «Müller» and «MÜLLER»",
        "«C++» 这是«机密»文件",
        "Falcons xFalcon falcon_1 Müllerin",
        "\\n«Falcon»\\n",
      })
  void wordsAreFoundWholeWhateverTheirCase(String text) {
    assertThat(Marked.find(PROJECTS, Marked.plain(text))).isEqualTo(text);
  }
}
