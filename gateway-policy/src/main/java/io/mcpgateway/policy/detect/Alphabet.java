package io.mcpgateway.policy.detect;

/** A set of ASCII characters. */
enum Alphabet {
  DIGIT("09"),
  HEX("09afAF"),
  LOWER_HEX("09af"),
  UPPER("09AZ"),
  LOWER("09az"),
  LETTER("azAZ"),
  WORD("09azAZ"),
  /** Base64 with the alphabet that is safe in URLs (RFC 4648, section 5). */
  BASE64URL("09azAZ--__"),
  BASE64("09azAZ++//=="),
  /** What may stand for base64 in the query of a URL. */
  ENCODED("09azAZ++//==%%--__"),
  /** A token of an Authorization header (RFC 9110, section 11.2). */
  TOKEN68("09azAZ--..__~~++//=="),
  SIGNED("09azAZ--__=="),
  TILDE("09azAZ--__~~.."),
  IDENTIFIER("09azAZ--__..");

  // A bit for each character: those below 64, and the others.
  private final long low;
  private final long high;

  Alphabet(String ranges) {
    long below = 0;
    long above = 0;
    for (int i = 0; i < ranges.length(); i += 2) {
      for (int c = ranges.charAt(i); c <= ranges.charAt(i + 1); c++) {
        below |= c < 64 ? 1L << c : 0;
        above |= c < 64 ? 0 : 1L << (c - 64);
      }
    }
    this.low = below;
    this.high = above;
  }

  boolean has(int b) {
    return b > 0 && ((b < 64 ? low >>> b : high >>> (b - 64)) & 1) != 0;
  }

  /** Where the characters of this set end that stand from {@code from} on, at most {@code max}. */
  int end(Reading text, int from, int max) {
    int limit = (int) Math.min(text.to(), (long) from + max);
    int i = from;
    while (i < limit && has(text.bytes()[i])) {
      i++;
    }
    return Math.max(i, from);
  }

  /** Where the characters of this set begin that stand before {@code end}, at most {@code max}. */
  int start(Reading text, int end, int max) {
    int limit = Math.max(text.from(), end - max);
    int i = end;
    while (i > limit && has(text.bytes()[i - 1])) {
      i--;
    }
    return i;
  }
}
