package io.mcpgateway.policy.detect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads lines such as {@code PHONE@mobile | «07911 123456»}: a kind, perhaps the name of the value,
 * and a text with marks around what is to be found in it. A return sign stands for a newline.
 */
class DetectedLinesTest {
  private static final String BAR = " | ";

  @ParameterizedTest
  @ValueSource(strings = {"forms", "phones", "passwords", "no-passwords"})
  void whatStandsBetweenMarksIsFoundAndNothingElse(String file) throws IOException {
    StringBuilder expected = new StringBuilder();
    StringBuilder found = new StringBuilder();
    lines(file)
        .lines()
        .filter(line -> line.contains(BAR))
        .forEach(
            line -> {
              int bar = line.indexOf(BAR);
              String marked = line.substring(bar + BAR.length()).replace('⏎', '\n');
              expected.append(marked).append('\n');
              found.append(find(line.substring(0, bar), Marked.plain(marked))).append('\n');
            });

    assertThat(found.toString()).isEqualTo(expected.toString());
  }

  private static String find(String what, String text) {
    int at = what.indexOf('@');
    String kind = at < 0 ? what : what.substring(0, at);
    return Marked.find(Kind.valueOf(kind), at < 0 ? "" : what.substring(at + 1), text);
  }

  private static String lines(String file) throws IOException {
    String name = "/detect/lines/" + file + ".txt";
    try (InputStream in =
        Objects.requireNonNull(DetectedLinesTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
