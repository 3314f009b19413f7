package io.mcpgateway.policy.mask;

import java.util.Set;

/**
 * Finds e-mail addresses, from each {@code @} outwards: a local part of letters, digits and the few
 * signs that are in use, and a domain with a dot whose last label begins with letters. Quoted local
 * parts and address literals are not looked for. One pass; work per {@code @} is bounded. Used by
 * any thread.
 */
final class EmailDetector {
  /** What is found. */
  interface Found {
    void email(int start, int end);
  }

  private static final int MAX_LOCAL = 64;
  private static final int MAX_DOMAIN = 255;
  private static final int FULL_WIDTH_AT = 0xFF20;

  /** Letters of scripts that are written without spaces would swallow the words around. */
  private static final int FIRST_CJK = 0x2E80;

  private static final Set<String> PICTURES = Set.of("png", "jpg", "jpeg", "gif", "svg", "webp");

  private EmailDetector() {}

  static void find(byte[] text, int from, int to, Found found) {
    int matchedTo = from;
    for (int i = from; i < to; i++) {
      int length = at(text, i, to);
      if (length == 0) {
        continue;
      }
      int start = localStart(text, matchedTo, i);
      int end = start == i ? -1 : domainEnd(text, i + length, to);
      if (end >= 0) {
        found.email(start, end);
        matchedTo = end;
        i = end - 1;
      }
    }
  }

  /** How many bytes the at sign at {@code i} has; 0 if there is none. */
  private static int at(byte[] text, int i, int to) {
    if (text[i] == '@') {
      return 1;
    }
    return text[i] == (byte) 0xEF && i + 3 <= to && Text.codePointAt(text, i) == FULL_WIDTH_AT
        ? 3
        : 0;
  }

  private static int localStart(byte[] text, int from, int at) {
    int start = at;
    for (int count = 0; start > from && count < MAX_LOCAL; count++) {
      int before = Text.startBefore(text, start);
      if (!isLocal(Text.codePointAt(text, before))) {
        break;
      }
      start = before;
    }
    while (start < at && (text[start] == '.' || text[start] == '\'')) {
      start++;
    }
    return start;
  }

  private static boolean isLocal(int c) {
    return isLetterOrDigit(c)
        || c == '.'
        || c == '_'
        || c == '-'
        || c == '+'
        || c == '%'
        || c == '\'';
  }

  private static boolean isLetterOrDigit(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    return c < FIRST_CJK && Character.isLetterOrDigit(c);
  }

  /** Where the longest domain ends that begins at {@code start}, or −1 if there is none. */
  private static int domainEnd(byte[] text, int start, int to) {
    int limit = Math.min(to, start + MAX_DOMAIN);
    int end = -1;
    int label = start;
    while (true) {
      int labelEnd = labelEnd(text, label, limit);
      if (labelEnd == label || text[label] == '-') {
        break;
      }
      int topLevelEnd = label == start ? -1 : topLevelEnd(text, label, labelEnd);
      if (topLevelEnd >= 0) {
        end = isPicture(text, start, label, topLevelEnd) ? -1 : topLevelEnd;
      }
      if (labelEnd >= limit || text[labelEnd] != '.') {
        break;
      }
      label = labelEnd + 1;
    }
    return end;
  }

  /** Where the label at {@code start} ends, hyphens at its end left out. */
  private static int labelEnd(byte[] text, int start, int limit) {
    int i = start;
    int end = start;
    while (i < limit) {
      int c = Text.codePointAt(text, i);
      if (!isLetterOrDigit(c) && c != '-') {
        break;
      }
      i += Text.length(text[i]);
      if (c != '-') {
        end = i;
      }
    }
    return end;
  }

  /**
   * Where the top-level domain ends that the label begins with, or −1: two letters or more. Digits
   * that follow are not part of it, but do not hide it either.
   */
  private static int topLevelEnd(byte[] text, int start, int end) {
    if (end - start > 4
        && text[start] == 'x'
        && text[start + 1] == 'n'
        && text[start + 2] == '-'
        && text[start + 3] == '-') {
      return end;
    }
    int letters = 0;
    int i = start;
    while (i < end && Character.isLetter(Text.codePointAt(text, i))) {
      i += Text.length(text[i]);
      letters++;
    }
    return letters >= 2 ? i : -1;
  }

  /** Names of pictures for dense screens look like addresses: {@code icon@2x.png}. */
  private static boolean isPicture(byte[] text, int start, int label, int end) {
    return Text.isAsciiDigit(text[start])
        && text[label - 2] == 'x'
        && PICTURES.contains(
            new String(text, label, end - label, java.nio.charset.StandardCharsets.ISO_8859_1));
  }
}
