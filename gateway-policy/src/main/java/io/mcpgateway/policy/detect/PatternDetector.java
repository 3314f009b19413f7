package io.mcpgateway.policy.detect;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Finds what a pattern matches near one of its keywords. Windows that overlap are put together and
 * read once, so that a text of nothing but keywords costs no more than its length.
 */
final class PatternDetector implements Detector.OfTexts {
  private final Pattern pattern;
  private final List<String> keywords;

  PatternDetector(CustomDetector.Pattern custom) {
    this.pattern = custom.expression();
    this.keywords = custom.keywords().stream().map(PatternDetector::lower).toList();
  }

  private static String lower(String keyword) {
    StringBuilder lower = new StringBuilder(keyword.length());
    for (int i = 0; i < keyword.length(); i++) {
      char c = keyword.charAt(i);
      lower.append(c < 0x80 ? keyword.substring(i, i + 1).toLowerCase(Locale.ROOT) : c);
    }
    return lower.toString();
  }

  @Override
  public List<String> keywords() {
    return keywords;
  }

  @Override
  public boolean concerns(String name) {
    return true;
  }

  @Override
  public void look(Reading text, int keyword, int start, int end, Finder finder) {
    int from = Math.max(text.from(), start - CustomDetector.WINDOW);
    int to = Math.min(text.to(), end + CustomDetector.WINDOW);
    if (finder.laterTo() > finder.laterFrom() && from <= finder.laterTo()) {
      finder.putOff(Math.min(from, finder.laterFrom()), Math.max(to, finder.laterTo()));
    } else {
      finish(text, finder);
      finder.putOff(from, to);
    }
  }

  @Override
  public void finish(Reading text, Finder finder) {
    int from = boundary(text, Math.max(finder.laterFrom(), finder.lastEnd()));
    int to = boundary(text, finder.laterTo());
    if (from >= to) {
      return;
    }
    Matcher matcher = pattern.matcher(Arrays.copyOfRange(text.bytes(), from, to));
    while (matcher.find()) {
      if (matcher.end() > matcher.start()) {
        finder.found(from + matcher.start(), from + matcher.end());
      }
    }
  }

  /** The next place at which no character is cut. */
  private static int boundary(Reading text, int at) {
    int i = at;
    while (i < text.to() && (text.at(i) & 0xC0) == 0x80) {
      i++;
    }
    return i;
  }
}
