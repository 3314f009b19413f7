package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * Finds the user and the password in a URL, {@code user:password} in {@code
 * scheme://user:password@host}, up to the last at sign before the host, and a token that stands
 * there alone if it is long and random. The user may be empty. Signs in a password that should have
 * been encoded do not hide it. Not found: users without password, placeholders, and what is masked
 * already.
 */
final class UrlCredentialsDetector implements Detector.OfKeywords {
  private static final int MAX_AUTHORITY = 512;
  private static final int MAX_UNENCODED = 96;
  private static final int MIN_TOKEN = 20;
  private static final int MIN_DIFFERENT = 10;

  @Override
  public List<String> keywords() {
    return List.of("://");
  }

  @Override
  public void look(Reading text, int keyword, int scheme, int start, Finder finder) {
    if (!text.isWord(scheme - 1)) {
      return;
    }
    int colon = -1;
    int at = -1;
    int i = start;
    int limit = Math.min(text.to(), start + MAX_AUTHORITY);
    while (i < limit && !isEnd(text.at(i)) && !isPath(text.at(i))) {
      if (text.at(i) == ':' && colon < 0) {
        colon = i;
      } else if (text.at(i) == '@') {
        at = i;
      }
      i++;
    }
    if (at < 0 && colon >= 0 && isPath(text.at(i)) && !isPort(text, colon + 1, i)) {
      at = atInPath(text, i);
    }
    if (at > start && isSecret(text, start, colon < at ? colon : -1, at)) {
      finder.found(start, at);
    }
  }

  private static boolean isEnd(int b) {
    return (b >= 0 && b <= ' ') || b == '"' || b == '`' || b == '<' || b == '>' || b == '\\';
  }

  private static boolean isPath(int b) {
    return b == '/' || b == '?' || b == '#';
  }

  private static boolean isPort(Reading text, int from, int to) {
    return to - from <= 5 && SecretValue.isNumber(text, from, to);
  }

  /** The at sign that ends a password with a slash or the like within, or −1. */
  private static int atInPath(Reading text, int from) {
    int limit = Math.min(text.to(), from + MAX_UNENCODED);
    for (int i = from; i < limit && !isEnd(text.at(i)); i++) {
      if (text.at(i) == '@' && text.isWord(i + 1)) {
        return i;
      }
      if (text.at(i) == ':' && text.at(i + 1) == '/') {
        return -1;
      }
    }
    return -1;
  }

  private static boolean isSecret(Reading text, int start, int colon, int at) {
    if (colon < 0) {
      return at - start >= MIN_TOKEN
          && Alphabet.IDENTIFIER.end(text, start, at - start) == at
          && Characters.different(text, start, at) >= MIN_DIFFERENT
          && !Masked.isMasked(text, start, at);
    }
    return colon + 1 < at && !isMasked(text, colon + 1, at) && !Masked.isMasked(text, start, at);
  }

  private static boolean isMasked(Reading text, int from, int to) {
    return Masked.isMasked(text, from, to)
        || SecretValue.isPlaceholder(text, from, to)
        || text.at(from) == '{'
        || text.at(from) == '<';
  }
}
