package io.mcpgateway.policy.detect;

/** Tells what stands in the place of a value that was taken out, so that it is not taken again. */
final class Masked {
  private static final int MAX_MARKER = 64;

  /** What a partial mask leaves to be seen. */
  private static final int MAX_REST = 8;

  private static final int MIN_HASH = 12;
  private static final int MIN_TOKEN = 6;

  private Masked() {}

  /** Whether the value is a marker, a row of stars with a short rest, a token or a hash of ours. */
  static boolean isMasked(Reading text, int from, int to) {
    return isMarker(text, from, to) || isStars(text, from, to) || isToken(text, from, to);
  }

  /** Whether the word from {@code start} to {@code end} is that of a marker, a token or a hash. */
  static boolean surrounds(Reading text, int start, int end) {
    int next = text.at(end);
    if (next != ']' && next != '_' && next != '-') {
      return false;
    }
    int from = start;
    while (from > start - MAX_MARKER && isKindLetter(text.at(from - 1))) {
      from--;
    }
    int to = end;
    while (to < end + MAX_MARKER && isKindLetter(text.at(to))) {
      to++;
    }
    if (text.at(to) == ']') {
      return text.at(from - 1) == '[';
    }
    if (text.at(to) != '_') {
      return false;
    }
    int last = to + 1;
    while (last < to + MAX_MARKER && isTokenLetter(text.at(last))) {
      last++;
    }
    if (text.at(from - 1) == '_' && Characters.stands(text, from - 4, "tok_")) {
      from -= 4;
    }
    return last - to > MIN_TOKEN && !text.isWord(last) && isToken(text, from, last);
  }

  private static boolean isKindLetter(int b) {
    return Characters.isLower(b) || (b >= '0' && b <= '9') || b == '-';
  }

  /** A word or some in brackets: {@code [password]}, {@code [REDACTED]}. */
  private static boolean isMarker(Reading text, int from, int to) {
    if (to - from < 3
        || to - from > MAX_MARKER
        || text.at(from) != '['
        || text.at(to - 1) != ']'
        || !Alphabet.LETTER.has(text.at(from + 1))) {
      return false;
    }
    for (int i = from + 1; i < to - 1; i++) {
      int b = text.at(i);
      if (!Alphabet.BASE64URL.has(b) && b != ' ') {
        return false;
      }
    }
    return true;
  }

  private static boolean isStars(Reading text, int from, int to) {
    int stars = 0;
    int rest = 0;
    for (int i = from; i < to; i++) {
      if (text.at(i) == '*') {
        stars++;
      } else if (++rest > MAX_REST) {
        return false;
      }
    }
    return stars >= 3 || (stars > 0 && rest == 0);
  }

  /** {@code tok_card_abcdefgh}, {@code card_abcdefghijklmnop}. */
  private static boolean isToken(Reading text, int from, int to) {
    int last = to;
    boolean hash = true;
    while (last > from && isTokenLetter(text.at(last - 1))) {
      last--;
      hash &= text.at(last) >= 'a' && text.at(last) <= 'p';
    }
    if (last == to || last - 2 < from || text.at(last - 1) != '_') {
      return false;
    }
    for (int i = from; i < last; i++) {
      int b = text.at(i);
      if (!Characters.isLower(b) && !text.isDigit(i) && b != '_' && b != '-') {
        return false;
      }
    }
    return Characters.stands(text, from, "tok_") || (hash && to - last >= MIN_HASH);
  }

  private static boolean isTokenLetter(int b) {
    return Characters.isLower(b) || (b >= 'A' && b <= 'F');
  }
}
