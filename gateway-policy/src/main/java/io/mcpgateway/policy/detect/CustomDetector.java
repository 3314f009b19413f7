package io.mcpgateway.policy.detect;

import java.util.List;

/** A detector that a policy brings along. */
public sealed interface CustomDetector {
  /** How masks name it. */
  String name();

  /**
   * Whatever a regular expression (RE2 syntax) matches within {@value #WINDOW} bytes around one of
   * the keywords.
   *
   * @param keywords at least one; compared without regard to the case of ASCII letters
   */
  record Pattern(String name, String pattern, List<String> keywords) implements CustomDetector {
    public Pattern {
      keywords = List.copyOf(keywords);
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
