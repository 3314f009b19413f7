package io.mcpgateway.policy.detect;

import com.google.re2j.PatternSyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A detector that a policy brings along. */
public sealed interface CustomDetector {
  /** How masks name it. */
  String name();

  /**
   * Whatever a regular expression (RE2 syntax) matches within {@value #WINDOW} bytes around one of
   * the keywords. A text is cut there, and {@code ^} and {@code $} match where it is.
   *
   * @param keywords at least one; compared without regard to the case of ASCII letters
   */
  record Pattern(String name, com.google.re2j.Pattern expression, List<String> keywords)
      implements CustomDetector {
    private static final int MIN_KEYWORD = 2;

    public Pattern {
      if (expression.matches("")) {
        throw new IllegalArgumentException(
            "pattern: \"" + expression + "\" (expected: one that does not match the empty text)");
      }
      keywords = List.copyOf(keywords);
      if (keywords.isEmpty()) {
        throw new IllegalArgumentException("keywords: [] (expected: at least one)");
      }
      for (String keyword : keywords) {
        if (keyword.length() < MIN_KEYWORD) {
          throw new IllegalArgumentException(
              "keyword: \"" + keyword + "\" (expected: at least " + MIN_KEYWORD + " characters)");
        }
      }
    }

    public Pattern(String name, String pattern, List<String> keywords) {
      this(name, compiled(pattern), keywords);
    }

    private static com.google.re2j.Pattern compiled(String pattern) {
      try {
        return com.google.re2j.Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "pattern: \"" + pattern + "\" (expected: RE2 syntax; " + e.getDescription() + ")", e);
      }
    }

    /**
     * Something that every match of {@code pattern} contains, in lower case, to be its keyword;
     * null if there is none, or it cannot be told for certain.
     */
    public static @Nullable String keywordOf(String pattern) {
      return new PatternLiteral(pattern).longest();
    }
  }

  /** Words and phrases, whole and without regard to case. */
  record Words(String name, List<String> words) implements CustomDetector {
    public Words {
      words = List.copyOf(words);
    }
  }

  /** How far around a keyword a pattern may match. */
  int WINDOW = 512;
}
