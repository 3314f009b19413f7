package io.mcpgateway.policy.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.policy.model.Glob;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PatternIndexTest {
  private static final String LETTERS = "ab/";

  @Test
  void theIndexFindsExactlyThePatternsThatMatch() {
    Random random = new Random(3);
    for (int round = 0; round < 300; round++) {
      Map<Glob, String> patterns = new HashMap<>();
      for (int i = random.nextInt(30); i >= 0; i--) {
        Glob glob =
            random.nextBoolean()
                ? Glob.ofName(text(random, "ab*"))
                : Glob.ofUri("x://h/" + text(random, "ab*").replaceAll("\\*{3,}", "**"));
        patterns.put(glob, glob.pattern() + glob.hashCode());
      }
      PatternIndex<String> index = new PatternIndex<>(patterns);
      for (int i = 0; i < 30; i++) {
        String text = (random.nextBoolean() ? "x://h/" : "") + text(random, LETTERS);
        Set<String> expected = new HashSet<>();
        Set<String> may = new HashSet<>();
        Set<String> all = new HashSet<>();
        patterns.forEach(
            (glob, value) -> {
              // Without the short cuts that matches() takes.
              if (glob.mayMatch(text) && naive(glob.pattern(), text, isUri(glob))) {
                expected.add(value);
              }
              if (glob.isExact() ? glob.pattern().startsWith(text) : glob.mayMatch(text)) {
                may.add(value);
                if (!glob.isExact() && glob.matchesAll(text)) {
                  all.add(value);
                }
              }
            });
        Set<String> found = new HashSet<>();
        index.visit(text, found::add);
        assertThat(found).as("%s in %s", text, patterns.keySet()).isEqualTo(expected);

        Set<String> foundByPrefix = new HashSet<>();
        Set<String> foundWhole = new HashSet<>();
        index.visitPrefix(
            text,
            (value, whole) -> {
              foundByPrefix.add(value);
              if (whole) {
                foundWhole.add(value);
              }
            });
        assertThat(foundByPrefix).as("%s in %s", text, patterns.keySet()).isEqualTo(may);
        assertThat(foundWhole).isEqualTo(all);
      }
    }
  }

  private static boolean isUri(Glob glob) {
    return glob.pattern().startsWith("x://");
  }

  /** A matcher that is slow and plain. */
  private static boolean naive(String pattern, String text, boolean uri) {
    if (pattern.isEmpty()) {
      return text.isEmpty();
    }
    if (pattern.charAt(0) != '*') {
      return !text.isEmpty()
          && text.charAt(0) == pattern.charAt(0)
          && naive(pattern.substring(1), text.substring(1), uri);
    }
    boolean any = !uri || pattern.startsWith("**");
    String rest = pattern.substring(uri && any ? 2 : 1);
    for (int i = 0; i <= text.length(); i++) {
      if (naive(rest, text.substring(i), uri)) {
        return true;
      }
      if (i < text.length() && !any && text.charAt(i) == '/') {
        return false;
      }
    }
    return false;
  }

  private static String text(Random random, String letters) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
