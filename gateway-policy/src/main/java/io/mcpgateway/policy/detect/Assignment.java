package io.mcpgateway.policy.detect;

import org.jspecify.annotations.Nullable;

/**
 * What stands between a name and the value that is given to it.
 *
 * @param value where the value begins, behind its quote
 * @param quote the quote before the value, 0 if there is none
 * @param escaped whether a backslash stands before the quote
 * @param spaced whether space stands before the sign, or a newline behind it
 */
record Assignment(Sign sign, int value, int quote, boolean escaped, boolean spaced) {
  /** How the value is given. */
  enum Sign {
    /** {@code =}, {@code :=}, {@code =>}. */
    EQUALS,
    /** {@code :}. */
    COLON,
    /** {@code ==}. */
    COMPARISON,
    /** A word such as {@code is}. */
    WORD,
    /** A tag: the value stands within it. */
    TAG,
    /** An option of a command: the value is the next word. */
    OPTION,
    /** Nothing but a quote, perhaps after a parenthesis or a comma. */
    QUOTE,
    /** The next cell of a table, in Markdown or HTML. */
    CELL,
    /** Nothing but space. */
    SPACE
  }

  private static final int MAX_SPACES = 40;
  private static final int MAX_SIGNS = 8;
  private static final int MAX_TAG = 64;
  private static final String CDATA = "<![cdata[";

  /** Words that stand for an equals sign, in some languages, as the bytes that they are. */
  private static final String[] WORDS = {
    "is now",
    "is:",
    "is",
    "are:",
    "are",
    "was",
    "ist:",
    "ist",
    "lautet:",
    "lautet",
    "est:",
    "est",
    "es:",
    "es",
    "equals",
    "set to",
    "changed to",
    "reset to",
    "should be",
    "will be",
    "\u00C3\u00A8:",
    "\u00C3\u00A8",
    "\u00C3\u00A9:",
    "\u00C3\u00A9",
    "e'",
    "\u00C3\u00A4r:",
    "\u00C3\u00A4r",
    "er:",
    "er",
    "to"
  };

  /** Reads what follows the name from {@code name} to {@code end}; null if nothing is given. */
  static @Nullable Assignment read(Reading text, int name, int end) {
    int i = end;
    boolean quoted = false;
    while (i - end < MAX_SIGNS && isBehindName(text, i)) {
      quoted |= Characters.isQuote(text.at(i));
      i++;
    }
    if (text.at(i) == '[') {
      i = Alphabet.DIGIT.end(text, i + 1, 6);
      if (text.at(i) != ']') {
        return null;
      }
      i++;
    }
    int tags = tagsEnd(text, i);
    if (tags > i && text.at(i + 1) == '/') {
      int next = text.at(tags);
      return next == ':' || next == '='
          ? signed(text, tags, false)
          : value(text, Sign.CELL, tags, false);
    }
    int sign = spaces(text, i);
    boolean spaced = sign > i;
    int next = text.at(sign + 1);
    return switch (text.at(sign)) {
      case '?', '+' ->
          next == ':' || next == '='
              ? signed(text, sign + 1, spaced)
              : next == '?' ? quotedNext(text, sign + 2) : null;
      case ':', '=' -> signed(text, sign, spaced);
      case '>' -> !spaced && isTagName(text, name) && i == end ? content(text, sign + 1) : null;
      case ',' ->
          quoted && isArgument(text, name)
              ? quotedNext(text, sign + 1)
              : spelled(text, name, i, sign, quoted);
      case '|' -> next == '|' ? quotedNext(text, sign + 2) : cell(text, sign + 1, spaced);
      case '(' -> Characters.isQuote(next) ? value(text, Sign.QUOTE, sign + 1, spaced) : null;
      case '"', '\'', '`' -> spaced && !quoted ? value(text, Sign.QUOTE, sign, true) : null;
      default -> spelled(text, name, i, sign, quoted);
    };
  }

  /** Whether a tag begins with the name, perhaps behind a prefix. */
  private static boolean isTagName(Reading text, int name) {
    int start = text.at(name - 1) == ':' ? Alphabet.IDENTIFIER.start(text, name - 1, 32) : name;
    return text.at(start - 1) == '<';
  }

  /** Whether the name is in quotes and the first argument of a call. */
  private static boolean isArgument(Reading text, int name) {
    int before = name - 2;
    while (before > name - MAX_SIGNS && text.at(before) == ' ') {
      before--;
    }
    return text.at(before) == '(';
  }

  private static Assignment content(Reading text, int at) {
    int from = Characters.stands(text, at, CDATA) ? at + CDATA.length() : at;
    return new Assignment(Sign.TAG, from, 0, false, false);
  }

  private static @Nullable Assignment quotedNext(Reading text, int at) {
    Assignment next = value(text, Sign.QUOTE, at, true);
    return next.quote() == 0 ? null : next;
  }

  private static @Nullable Assignment cell(Reading text, int at, boolean spaced) {
    return spaced && text.at(at) == ' ' ? value(text, Sign.CELL, at, true) : null;
  }

  /** Behind the tags that stand at {@code from}, up to four, and white space among them. */
  private static int tagsEnd(Reading text, int from) {
    int end = from;
    for (int tags = 0; tags < 4; tags++) {
      int i = end;
      while (i - end < MAX_SIGNS && Characters.isSpace(text.at(i))) {
        i++;
      }
      int next = text.at(i + 1);
      if (text.at(i) != '<' || !(next == '/' || Alphabet.LETTER.has(next))) {
        return end;
      }
      int close = i;
      while (close - i < MAX_TAG && text.at(close) != '>' && text.at(close) != '\n') {
        close++;
      }
      if (text.at(close) != '>') {
        return end;
      }
      end = close + 1;
    }
    return end;
  }

  private static boolean isBehindName(Reading text, int at) {
    int b = text.at(at);
    return Characters.isQuote(b)
        || (b == '\\' && Characters.isQuote(text.at(at + 1)))
        || b == '*'
        || b == ']';
  }

  private static int spaces(Reading text, int from) {
    int i = from;
    while (i - from < MAX_SPACES && (text.at(i) == ' ' || text.at(i) == '\t')) {
      i++;
    }
    return i;
  }

  private static @Nullable Assignment signed(Reading text, int at, boolean spaced) {
    int next = text.at(at + 1);
    if (text.at(at) == ':') {
      return switch (next) {
        case ':' -> null;
        case '=' -> value(text, Sign.EQUALS, at + 2, spaced);
        default -> value(text, Sign.COLON, at + 1, spaced);
      };
    }
    if (next == '=') {
      return value(text, Sign.COMPARISON, at + (text.at(at + 2) == '=' ? 3 : 2), spaced);
    }
    return next == '~' ? null : value(text, Sign.EQUALS, at + (next == '>' ? 2 : 1), spaced);
  }

  /** What is given by words, or by an attribute or member that is called {@code value}. */
  private static @Nullable Assignment spelled(
      Reading text, int name, int from, int at, boolean quoted) {
    boolean option = text.at(name - 1) == '-' || text.at(name) == '-';
    int i = at;
    while (i - from < MAX_SPACES && isBeforeValue(text, i)) {
      i++;
    }
    if (i > from && Characters.stands(text, i, "value")) {
      int sign = i + 5;
      while (sign - i < MAX_SIGNS
          && (isBehindName(text, sign) || Characters.isSpace(text.at(sign)))) {
        sign++;
      }
      if (text.at(sign) == ':' || text.at(sign) == '=') {
        return value(text, Sign.EQUALS, sign + 1, false);
      }
    }
    if (i > from && text.at(i) == '{' && quoted) {
      Assignment fallback = fallback(text, i + 1);
      if (fallback != null) {
        return fallback;
      }
    }
    if (at == from || quoted) {
      return null;
    }
    if (option) {
      return value(text, Sign.OPTION, at, true);
    }
    int word = afterPurpose(text, at);
    int first = Characters.lower(text.at(word)) & 0xFF;
    for (String each : WORDS) {
      if (each.charAt(0) == first
          && Characters.stands(text, word, each)
          && Characters.isSpace(text.at(word + each.length()))) {
        return value(text, Sign.WORD, word + each.length(), true);
      }
    }
    if (word > at) {
      return text.at(word) == ':' ? value(text, Sign.WORD, word + 1, true) : null;
    }
    int type = Alphabet.IDENTIFIER.end(text, at, MAX_SPACES);
    int sign = spaces(text, type);
    if (type > at && sign > type && text.at(sign) == '=' && text.at(sign + 1) == ' ') {
      return value(text, Sign.EQUALS, sign + 1, true);
    }
    return value(text, Sign.SPACE, at, true);
  }

  /** The default of a variable in a block of its own. */
  private static @Nullable Assignment fallback(Reading text, int at) {
    int i = at;
    while (i - at < MAX_SPACES && Characters.isSpace(text.at(i))) {
      i++;
    }
    if (!Characters.stands(text, i, "default")) {
      return null;
    }
    int sign = spaces(text, i + 7);
    return text.at(sign) == '=' ? value(text, Sign.EQUALS, sign + 1, false) : null;
  }

  private static boolean isBeforeValue(Reading text, int at) {
    int b = text.at(at);
    return Characters.isSpace(b)
        || b == ','
        || Characters.isQuote(b)
        || (b == '\\' && Characters.isQuote(text.at(at + 1)));
  }

  /** Past "for the …", of at most five words; {@code at} if there is no such thing. */
  private static int afterPurpose(Reading text, int at) {
    if (!Characters.stands(text, at, "for ")
        && !Characters.stands(text, at, "to ")
        && !Characters.stands(text, at, "on ")
        && !Characters.stands(text, at, "fur ")) {
      return at;
    }
    int i = at;
    for (int words = 0; words < 6; words++) {
      int end = i;
      while (end - i < MAX_SPACES && (Alphabet.IDENTIFIER.has(text.at(end)) || text.at(end) < 0)) {
        end++;
      }
      if (text.at(end) == ':' || end == i) {
        return text.at(end) == ':' && words > 0 ? end : at;
      }
      i = spaces(text, end);
      if (words > 0 && (Characters.stands(text, i, "is ") || Characters.stands(text, i, "is:"))) {
        return i;
      }
    }
    return at;
  }

  /** Whether this is the end of bold print: two stars, and space. */
  private static boolean isBold(Reading text, int at) {
    return text.at(at) == '*' && text.at(at + 1) == '*' && Characters.isSpace(text.at(at + 2));
  }

  private static Assignment value(Reading text, Sign sign, int from, boolean spaced) {
    int i = from;
    int limit = Math.min(text.to(), from + MAX_SPACES);
    boolean line = false;
    while (i < limit) {
      int b = text.at(i);
      boolean newline = b == '\n' || b == '\r';
      if (i == from && sign != Sign.EQUALS && isBold(text, i)) {
        i += 2;
        continue;
      }
      if (!Characters.isSpace(b) || (newline && (sign == Sign.EQUALS || sign == Sign.OPTION))) {
        break;
      }
      line |= newline;
      i++;
    }
    if (sign == Sign.COLON && text.at(i) == '<' && text.at(i + 1) == '/') {
      i = spaces(text, tagsEnd(text, i));
    }
    // A letter before a quote says what kind of string follows.
    if (Alphabet.LETTER.has(text.at(i)) || text.at(i) == '@') {
      int quote = text.at(i + 1);
      if (quote == '"' || quote == '\'') {
        i++;
      }
    }
    boolean escaped = text.at(i) == '\\' && Characters.isQuote(text.at(i + 1));
    if (escaped) {
      i++;
    }
    int quote = Characters.isQuote(text.at(i)) ? text.at(i) : 0;
    return new Assignment(
        sign, quote == 0 ? i : i + 1, quote, escaped, line || (spaced && sign == Sign.EQUALS));
  }
}
