package io.mcpgateway.policy.detect;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The longest run of characters that every match of a regular expression has to contain. Only what
 * stands outside of groups counts; anything that is not understood means that there is none.
 */
final class PatternLiteral {
  private static final int MIN_LENGTH = 2;

  private final String pattern;
  private final StringBuilder run = new StringBuilder();
  private String longest = "";
  private int at;

  PatternLiteral(String pattern) {
    this.pattern = pattern;
  }

  @Nullable String longest() {
    if (pattern.startsWith("(?i)")) {
      at = 4;
    }
    while (at < pattern.length()) {
      if (!readOne()) {
        return null;
      }
    }
    breakOff();
    return longest.length() >= MIN_LENGTH ? longest.toLowerCase(Locale.ROOT) : null;
  }

  /** Reads one element of the pattern; false if it is not understood. */
  private boolean readOne() {
    char c = pattern.charAt(at);
    return switch (c) {
      case '|', ')', '*', '+', '?', '{' -> false;
      case '^', '$', '.' -> {
        at++;
        breakOff();
        yield skipQuantifier();
      }
      case '[' -> {
        breakOff();
        yield skipSet() && skipQuantifier();
      }
      case '(' -> {
        breakOff();
        yield skipGroup() && skipQuantifier();
      }
      case '\\' -> readEscape();
      default -> {
        at++;
        yield c < 0x80 ? literal(c) : skipOther();
      }
    };
  }

  private boolean skipOther() {
    breakOff();
    return skipQuantifier();
  }

  private boolean readEscape() {
    if (at + 1 >= pattern.length()) {
      return false;
    }
    char c = pattern.charAt(at + 1);
    at += 2;
    if ("dDsSwWbB".indexOf(c) >= 0) {
      return skipOther();
    }
    boolean sign = c > ' ' && c < 0x7F && !Alphabet.WORD.has(c);
    return sign && literal(c);
  }

  private boolean literal(char c) {
    if (at >= pattern.length() || "*+?{".indexOf(pattern.charAt(at)) < 0) {
      run.append(c);
      return true;
    }
    char quantifier = pattern.charAt(at);
    boolean certain =
        quantifier == '+'
            || (quantifier == '{'
                && at + 1 < pattern.length()
                && pattern.charAt(at + 1) >= '1'
                && pattern.charAt(at + 1) <= '9');
    if (certain) {
      run.append(c);
    }
    breakOff();
    return skipQuantifier();
  }

  private boolean skipQuantifier() {
    if (at >= pattern.length()) {
      return true;
    }
    switch (pattern.charAt(at)) {
      case '*', '+', '?' -> at++;
      case '{' -> {
        int end = pattern.indexOf('}', at);
        if (end < 0) {
          return false;
        }
        for (int i = at + 1; i < end; i++) {
          if (!Alphabet.DIGIT.has(pattern.charAt(i)) && pattern.charAt(i) != ',') {
            return false;
          }
        }
        at = end + 1;
      }
      default -> {
        return true;
      }
    }
    if (at < pattern.length() && pattern.charAt(at) == '?') {
      at++;
    }
    return true;
  }

  private boolean skipSet() {
    int i = at + 1;
    if (i < pattern.length() && pattern.charAt(i) == '^') {
      i++;
    }
    if (i < pattern.length() && pattern.charAt(i) == ']') {
      i++;
    }
    while (i < pattern.length() && pattern.charAt(i) != ']') {
      if (pattern.charAt(i) == '[') {
        return false;
      }
      i += pattern.charAt(i) == '\\' ? 2 : 1;
    }
    at = i + 1;
    return i < pattern.length();
  }

  private boolean skipGroup() {
    if (pattern.startsWith("(?", at) && !pattern.startsWith("(?:", at)) {
      return false;
    }
    int depth = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '[') {
        if (!skipSet()) {
          return false;
        }
        continue;
      }
      if (c == '\\') {
        if (at + 1 < pattern.length() && pattern.charAt(at + 1) == 'Q') {
          return false;
        }
        at += 2;
        continue;
      }
      if (pattern.startsWith("(?", at) && !pattern.startsWith("(?:", at)) {
        return false;
      }
      at++;
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) {
        return true;
      }
    }
    return false;
  }

  private void breakOff() {
    if (run.length() > longest.length()) {
      longest = run.toString();
    }
    run.setLength(0);
  }
}
