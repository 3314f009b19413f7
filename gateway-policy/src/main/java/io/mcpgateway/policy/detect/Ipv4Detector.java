package io.mcpgateway.policy.detect;

import java.util.List;
import java.util.Set;

/**
 * Finds IPv4 addresses: four numbers from 0 to 255 without leading zeros and dots between them. A
 * port or a prefix length that follows is not part of it.
 *
 * <p>Not found: addresses that say nothing about anybody, which are {@code 0.0.0.0/8}, {@code
 * 127.0.0.0/8} and {@code 255.0.0.0/8}, with which netmasks begin; parts of longer numbers; and
 * what stands behind a word that says that it is a version, an object identifier or a chapter.
 */
final class Ipv4Detector implements Detector.OfKeywords {
  /** How many words before an address may say what it is. */
  private static final int MAX_WORDS = 8;

  private static final int MAX_WORD = 24;

  private static final Set<String> VERSIONS =
      Set.of(
          "v",
          "ver",
          "vers",
          "rev",
          "revision",
          "release",
          "build",
          "firmware",
          "fw",
          "tag",
          "oid",
          "section",
          "chapter",
          "clause",
          "paragraph",
          "figure",
          "table",
          "appendix",
          "driver",
          "chrome",
          "chromium",
          "firefox",
          "safari",
          "edge",
          "edg",
          "opr",
          "opera",
          "mozilla",
          "upgrade",
          "upgraded",
          "downgrade",
          "changelog",
          "sdk",
          "bios");

  /** Words that may stand between a version and the word that says so. */
  private static final Set<String> FILLERS =
      Set.of("to", "from", "and", "or", "is", "of", "the", "number", "no", "string", "through");

  private static final Set<String> HOSTS = Set.of("addr", "address", "ip", "src", "dst", "host");

  private static final List<String> PRE_RELEASES =
      List.of("beta", "alpha", "rc", "snapshot", "dev", "release", "final", "pre", "ga", "sp");

  @Override
  public List<String> keywords() {
    return List.of(".");
  }

  @Override
  public void look(Reading text, int keyword, int dot, int dotEnd, Finder finder) {
    if (!text.isDigit(dot - 1) || !text.isDigit(dotEnd)) {
      return;
    }
    int start = Alphabet.DIGIT.start(text, dot, 4);
    if (!standsAlone(text, start)) {
      return;
    }
    int end = start;
    int first = 0;
    for (int i = 0; i < 4; i++) {
      int from = i == 0 ? start : end + 1;
      if (i > 0 && text.at(end) != '.') {
        return;
      }
      end = Alphabet.DIGIT.end(text, from, 4);
      int octet = octet(text, from, end);
      if (octet < 0) {
        return;
      }
      first = i == 0 ? octet : first;
    }
    if (first != 0
        && first != 127
        && first != 255
        && endsAlone(text, end)
        && !isVersion(text, start)) {
      finder.found(start, end);
    }
  }

  private static boolean standsAlone(Reading text, int start) {
    return Characters.startsWord(text, start)
        && !(text.at(start - 1) == '.' && text.isDigit(start - 2));
  }

  private static int octet(Reading text, int from, int to) {
    int digits = to - from;
    if (digits < 1 || digits > 3 || (digits > 1 && text.at(from) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + text.at(i) - '0';
    }
    return value <= 255 ? value : -1;
  }

  private static boolean endsAlone(Reading text, int end) {
    int next = text.at(end);
    if (text.isWord(end) || (next == '.' && text.isDigit(end + 1))) {
      return false;
    }
    if (next == '+') {
      return !text.isWord(end + 1);
    }
    return next != '-' || PRE_RELEASES.stream().noneMatch(p -> Characters.stands(text, end + 1, p));
  }

  private static boolean isVersion(Reading text, int start) {
    if (text.name().contains("version") || text.name().contains("firmware")) {
      return true;
    }
    int before = text.at(start - 1);
    if (before == '^' || before == '~' || (before == '=' && isComparison(text, start))) {
      return true;
    }
    int at = start;
    for (int i = 0; i < MAX_WORDS; i++) {
      int end = skipSigns(text, at);
      if (end < 0) {
        return false;
      }
      int wordStart = Alphabet.WORD.start(text, end, MAX_WORD);
      if (Alphabet.DIGIT.start(text, end, MAX_WORD) == wordStart) {
        at = wordStart;
        continue;
      }
      String word = Characters.lower(text, wordStart, end);
      if (word.endsWith("version") || word.endsWith("versions") || VERSIONS.contains(word)) {
        return true;
      }
      if (!FILLERS.contains(word)) {
        return false;
      }
      at = wordStart;
    }
    return false;
  }

  /** Where the word ends that stands before {@code at}, or −1 if that is too far away. */
  private static int skipSigns(Reading text, int at) {
    int i = at;
    while (i > text.from() && !text.isWord(i - 1)) {
      i--;
      if (at - i > 4 || text.at(i) == '\n' || text.at(i) < 0 || text.at(i) == '|') {
        return -1;
      }
    }
    return i == text.from() ? -1 : i;
  }

  /** Whether a requirement stands before it, such as {@code name==} or {@code name>=}. */
  private static boolean isComparison(Reading text, int start) {
    int sign = text.at(start - 2);
    if (sign == '>' || sign == '<' || sign == '~') {
      return true;
    }
    if (sign != '=') {
      return false;
    }
    int nameStart = Alphabet.WORD.start(text, start - 2, MAX_WORD);
    return nameStart < start - 2 && !HOSTS.contains(Characters.lower(text, nameStart, start - 2));
  }
}
