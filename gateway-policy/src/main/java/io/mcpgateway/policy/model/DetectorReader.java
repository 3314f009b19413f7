package io.mcpgateway.policy.model;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.detect.CustomDetector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the detectors that a policy brings along, noting every problem. */
final class DetectorReader {
  static final int MAX_DETECTORS = 100;
  private static final int MAX_PATTERN_LENGTH = 1_000;
  private static final int MAX_PATTERN_SIZE = 2_000;
  private static final int MAX_WORDS = 10_000;
  private static final int MAX_WORD_LENGTH = 200;
  private static final int MAX_KEYWORDS = 32;
  private static final int MIN_KEYWORD_LENGTH = 2;
  private static final int MAX_KEYWORD_LENGTH = 64;

  private DetectorReader() {}

  static List<CustomDetector> read(YamlMap root) {
    List<CustomDetector> detectors =
        PolicyReader.named(root, "detectors", DetectorReader::detector);
    if (detectors.size() > MAX_DETECTORS) {
      root.problem("detectors", "at most " + MAX_DETECTORS + " detectors");
    }
    return detectors;
  }

  private static CustomDetector detector(YamlMap map) {
    String name = map.string("name", "");
    if (DetectWords.isOne(name)) {
      map.problem("name", "a name that nothing built-in has");
    }
    if (map.has("pattern") == map.has("words")) {
      map.problem("pattern", "what to look for: either a pattern or words");
    }
    if (map.has("words") && !map.has("pattern")) {
      if (map.has("keywords")) {
        map.problem("keywords", "no keywords beside words");
      }
      return new CustomDetector.Words(name, words(map));
    }
    Pattern pattern = pattern(map);
    List<String> keywords = keywords(map, pattern);
    // What has a problem is not used, and a pattern cannot even be made of it.
    return pattern == null || keywords.isEmpty()
        ? new CustomDetector.Words(name, List.of())
        : new CustomDetector.Pattern(name, pattern, keywords);
  }

  private static List<String> words(YamlMap map) {
    List<String> words = PolicyReader.each(map, "words", DetectorReader::word);
    if (words.size() > MAX_WORDS || map.strings("words").isEmpty()) {
      map.problem("words", "1 to " + MAX_WORDS + " words or phrases");
    }
    return words;
  }

  private static String word(String word) {
    if (word.isEmpty() || word.length() > MAX_WORD_LENGTH || !word.strip().equals(word)) {
      throw new IllegalArgumentException(
          "1 to " + MAX_WORD_LENGTH + " characters, without space around them");
    }
    return word;
  }

  /** As they are written, or what every match of the pattern contains. */
  private static List<String> keywords(YamlMap map, @Nullable Pattern pattern) {
    List<String> keywords = PolicyReader.each(map, "keywords", DetectorReader::keyword);
    int count = map.strings("keywords").size();
    if (count == 0 && pattern != null) {
      String contained = CustomDetector.Pattern.keywordOf(pattern.pattern());
      if (contained != null) {
        return List.of(contained);
      }
    }
    if (map.has("pattern") && (count == 0 || count > MAX_KEYWORDS)) {
      map.problem(
          "keywords",
          "1 to "
              + MAX_KEYWORDS
              + " texts, one of which stands in or near all that the pattern is to find");
    }
    return keywords;
  }

  private static String keyword(String keyword) {
    if (keyword.isBlank()
        || keyword.length() < MIN_KEYWORD_LENGTH
        || keyword.length() > MAX_KEYWORD_LENGTH) {
      throw new IllegalArgumentException(
          MIN_KEYWORD_LENGTH + " to " + MAX_KEYWORD_LENGTH + " characters");
    }
    return keyword;
  }

  /** Null if it cannot be used. */
  private static @Nullable Pattern pattern(YamlMap map) {
    if (!map.has("pattern")) {
      return null;
    }
    try {
      return expression(map.string("pattern", ""));
    } catch (IllegalArgumentException wrong) {
      map.problem("pattern", String.valueOf(wrong.getMessage()));
      return null;
    }
  }

  private static Pattern expression(String text) {
    if (text.isEmpty() || text.length() > MAX_PATTERN_LENGTH) {
      throw new IllegalArgumentException(
          "a regular expression in RE2 syntax, 1 to " + MAX_PATTERN_LENGTH + " characters");
    }
    Pattern pattern = ExpressionSize.isHuge(text) ? null : compiled(text);
    if (pattern == null || pattern.programSize() > MAX_PATTERN_SIZE) {
      throw new IllegalArgumentException("a smaller expression, with fewer repetitions");
    }
    if (pattern.matches("")) {
      throw new IllegalArgumentException("an expression that does not match the empty text");
    }
    return pattern;
  }

  private static Pattern compiled(String expression) {
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          "a regular expression in RE2 syntax: " + where(expression, wrong), wrong);
    }
  }

  /** The library names the part that is wrong, but not where it stands. */
  private static String where(String expression, PatternSyntaxException wrong) {
    String part = wrong.getPattern();
    int at = part == null || part.isEmpty() ? -1 : expression.indexOf(part);
    return at < 0
        ? wrong.getDescription()
        : wrong.getDescription() + " at character " + (at + 1) + ", in " + part;
  }
}
