package io.mcpgateway.policy.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds keys and tokens of clouds and services: those of {@link KeyRules}, by their prefix and
 * shape or by the name of what they are assigned to, and what follows {@code Bearer} or {@code
 * Basic}. Not found: what has the shape but is an example (of few different characters, with six or
 * more x in a row, or with a word such as {@code example} or {@code your} within; Amazon's own
 * examples are found, as they have all that a key has), and keys that are meant to be public.
 */
final class ApiKeyDetector implements Detector.OfKeywords {
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";
  private static final int MIN_BEARER = 16;
  private static final int MAX_TOKEN = 8192;
  private static final int MIN_BASIC = 8;
  private static final int SECOND_LOOK = 64;
  private static final int LOOKED_AT = 64;

  private static final String TWILIO = "twilio";
  private static final int TWILIO_BEFORE = 96;
  private static final int TWILIO_AFTER = 160;
  private static final int SID = 34;

  private static final List<String> EXAMPLES =
      List.of("example", "your", "placeholder", "redacted", "changeme", "replace");

  /** Fewer of them in a row a key may have by chance. */
  private static final String CROSSES = "xxxxxx";

  private static final int SHAPES = KeyRules.BY_SHAPE.size();
  private static final int NAMES = KeyRules.BY_NAME.size();

  private final List<String> keywords;

  ApiKeyDetector() {
    List<String> all = new ArrayList<>();
    KeyRules.BY_SHAPE.forEach(rule -> all.add(rule.fixed().toLowerCase(Locale.ROOT)));
    KeyRules.BY_NAME.forEach(rule -> all.add(rule.fixed()));
    all.add(BEARER);
    all.add(BASIC);
    all.add(TWILIO);
    this.keywords = List.copyOf(all);
  }

  @Override
  public List<String> keywords() {
    return keywords;
  }

  @Override
  public void look(Reading text, int keyword, int start, int end, Finder finder) {
    if (start < finder.lastEnd()) {
      return;
    }
    if (keyword < SHAPES) {
      lookForShape(text, KeyRules.BY_SHAPE.get(keyword), start, end, finder);
    } else if (keyword < SHAPES + NAMES) {
      lookForValue(text, KeyRules.BY_NAME.get(keyword - SHAPES), start, end, finder);
    } else if (keyword == SHAPES + NAMES + 2) {
      lookForSids(text, start, end, finder);
    } else if (Characters.startsWord(text, start)) {
      lookForCredentials(text, keyword == SHAPES + NAMES, end, finder);
    }
  }

  private static void lookForShape(Reading text, KeyRule rule, int at, int end, Finder finder) {
    if (!rule.stands(text, at)) {
      return;
    }
    int to = rule.end(text, end);
    int start = to < 0 ? -1 : rule.start(text, at);
    if (start < 0 || !Characters.startsWord(text, start)) {
      return;
    }
    int last = trimmed(text, end, to);
    if (!text.isWord(last)
        && isRandom(text, rule, Math.min(start < at ? start : end, last), last)) {
      finder.found(rule.fixed().endsWith("=") ? end : scheme(text, start), last);
    }
  }

  /** Where the scheme begins, if this is the rest of a URL. */
  private static int scheme(Reading text, int start) {
    return Characters.stands(text, start - 8, "https://") ? start - 8 : start;
  }

  /** Twilio's SK… and AC… near its name; nothing is looked at twice. */
  private static void lookForSids(Reading text, int start, int end, Finder finder) {
    int from = Math.max(Math.max(finder.laterTo(), finder.lastEnd()), start - TWILIO_BEFORE);
    int to = Math.min(text.to(), end + TWILIO_AFTER);
    for (int i = from; i < to; i++) {
      int first = text.at(i);
      boolean begins =
          (first == 'S' && text.at(i + 1) == 'K') || (first == 'A' && text.at(i + 1) == 'C');
      if (begins
          && Characters.startsWord(text, i)
          && Alphabet.LOWER_HEX.end(text, i + 2, SID) == i + SID
          && !text.isWord(i + SID)
          && Characters.different(text, i + 2, i + SID) >= 7) {
        finder.found(i, i + SID);
      }
    }
    finder.putOff(to, Math.max(from, to));
  }

  /** Without the full stop of a sentence. */
  private static int trimmed(Reading text, int from, int to) {
    int end = to;
    while (end > from && text.at(end - 1) == '.') {
      end--;
    }
    return end;
  }

  private static void lookForValue(Reading text, KeyRule rule, int start, int end, Finder finder) {
    int nameEnd = Alphabet.IDENTIFIER.end(text, end, SECOND_LOOK);
    Assignment assignment = Assignment.read(text, start, nameEnd);
    if (assignment == null) {
      return;
    }
    int from = assignment.value();
    int to = rule.end(text, from);
    if (to >= 0
        && !text.isWord(to)
        && text.at(to) != '-'
        && isRandom(text, rule, from, to)
        && !Masked.isMasked(text, from, to)) {
      finder.found(from, to);
    }
  }

  private static void lookForCredentials(Reading text, boolean bearer, int end, Finder finder) {
    int from = end;
    while (text.at(from) == ' ' && from - end < 4) {
      from++;
    }
    int to = trimmed(text, from, Alphabet.TOKEN68.end(text, from, MAX_TOKEN));
    boolean found =
        bearer
            ? to - from >= MIN_BEARER
                && hasDigitOrCase(text, from, to)
                && isRandom(text, null, from, to)
            : to - from >= MIN_BASIC && Base64Text.hasColon(text, from, to);
    if (found && !Masked.isMasked(text, from, to)) {
      finder.found(from, to);
    }
  }

  private static boolean hasDigitOrCase(Reading text, int from, int to) {
    for (int i = from; i < Math.min(to, from + SECOND_LOOK); i++) {
      if (text.isDigit(i)
          || (Characters.isLower(text.at(i)) && Characters.isUpper(text.at(i + 1)))) {
        return true;
      }
    }
    return false;
  }

  /** Whether it has many different characters, and no word that only examples have. */
  private static boolean isRandom(Reading text, @Nullable KeyRule rule, int from, int to) {
    boolean ofAmazon =
        rule != null
            && (rule.fixed().equals("AKIA")
                || rule.fixed().startsWith("aws")
                || rule.fixed().startsWith("secret"));
    int limit = Math.min(to, from + LOOKED_AT);
    for (int i = from; i < limit; i++) {
      int c = Characters.lower(text.at(i));
      if (c == 'x' && Characters.stands(text, i, CROSSES) && isOfOneCase(text, i, CROSSES)) {
        return false;
      }
      if (c == 'e' || c == 'y' || c == 'p' || c == 'r' || c == 'c') {
        for (String word : EXAMPLES) {
          if (word.charAt(0) == c
              && Characters.stands(text, i, word)
              && isOfOneCase(text, i, word)) {
            return ofAmazon && c == 'e' && Characters.different(text, from, limit) >= 7;
          }
        }
      }
    }
    return Characters.different(text, from, limit) >= Math.min(7, (to - from) / 2);
  }

  /** Whether all letters of a word are small or all are capitals, perhaps but for the first. */
  private static boolean isOfOneCase(Reading text, int at, String word) {
    boolean small = Characters.isLower(text.at(at + 1));
    for (int i = 2; i < word.length(); i++) {
      if (Characters.isLower(text.at(at + i)) != small) {
        return false;
      }
    }
    return small || Characters.isUpper(text.at(at));
  }
}
