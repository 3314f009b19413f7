package io.mcpgateway.policy.detect;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Finds private keys in the text encoding of RFC 7468, of OpenSSH and of OpenPGP: from their {@code
 * BEGIN} line to their {@code END} line, or to the end of the text if that is missing; lines may
 * end in the two characters {@code \n}. Keys of PuTTY are found as well. Not found: public keys and
 * certificates, and a {@code BEGIN} line that no key follows.
 */
final class PrivateKeyDetector implements Detector.OfKeywords {
  private static final int PUTTY = 1;
  private static final int MAX_LABEL = 48;

  /** How far behind its first line a key begins. */
  private static final int MAX_HEADERS = 512;

  private static final int MIN_KEY = 16;
  private static final String PRIVATE_KEY = "private key";
  private static final byte[] END = "-----END ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MAC = "Private-MAC:".getBytes(StandardCharsets.US_ASCII);

  private static final List<String> HEADERS =
      List.of("proc-type:", "dek-info:", "version:", "comment:", "hash:", "charset:");

  @Override
  public List<String> keywords() {
    return List.of("-----begin ", "putty-user-key-file-");
  }

  @Override
  public void look(Reading text, int keyword, int start, int end, Finder finder) {
    if (start < finder.lastEnd()) {
      return;
    }
    if (keyword == PUTTY) {
      if (text.isDigit(end) && text.at(end + 1) == ':') {
        finder.found(start, puttyEnd(text, end));
      }
      return;
    }
    int label = labelEnd(text, end);
    if (label >= 0 && hasKey(text, label)) {
      finder.found(start, keyEnd(text, label));
    }
  }

  /** Where the first line ends if it is one of a private key, or −1. */
  private static int labelEnd(Reading text, int from) {
    boolean isPrivate = false;
    for (int i = from; i < Math.min(text.to(), from + MAX_LABEL); i++) {
      int b = text.at(i);
      if (b == '-') {
        return isPrivate && Characters.stands(text, i, "-----") ? i + 5 : -1;
      }
      if (b != ' ' && !text.isWord(i)) {
        return -1;
      }
      isPrivate |= Characters.stands(text, i, PRIVATE_KEY);
    }
    return -1;
  }

  private static boolean hasKey(Reading text, int from) {
    int i = skip(text, from);
    int at = i;
    if (HEADERS.stream().anyMatch(header -> Characters.stands(text, at, header))) {
      return true;
    }
    return Alphabet.BASE64.end(text, i, MIN_KEY) - i == MIN_KEY;
  }

  /** Past the signs with which programs and mails break lines. */
  private static int skip(Reading text, int from) {
    int limit = Math.min(text.to(), from + MAX_HEADERS);
    int i = from;
    while (i < limit) {
      int b = text.at(i);
      if (b == '\\' && Alphabet.LETTER.has(text.at(i + 1))) {
        i += 2;
      } else if (Characters.isSpace(b)
          || Characters.isQuote(b)
          || b == '\\'
          || b == '>'
          || b == '|'
          || b == '#'
          || b == '*'
          || b == ','
          || (b == '+' && Characters.isSpace(text.at(i + 1)))) {
        i++;
      } else {
        break;
      }
    }
    return i;
  }

  private static int keyEnd(Reading text, int from) {
    int end = find(text, END, from);
    if (end < 0) {
      return text.to();
    }
    int label = end + END.length;
    int limit = Math.min(text.to(), label + MAX_LABEL);
    while (label < limit && (text.isWord(label) || text.at(label) == ' ')) {
      label++;
    }
    return Characters.stands(text, label, "-----") ? label + 5 : label;
  }

  private static int puttyEnd(Reading text, int from) {
    int mac = find(text, MAC, from);
    if (mac < 0) {
      return text.to();
    }
    int digits = mac + MAC.length + (text.at(mac + MAC.length) == ' ' ? 1 : 0);
    return Alphabet.HEX.end(text, digits, 128);
  }

  private static int find(Reading text, byte[] word, int from) {
    byte[] bytes = text.bytes();
    for (int i = from; i <= text.to() - word.length; i++) {
      int k = 0;
      while (k < word.length && bytes[i + k] == word[k]) {
        k++;
      }
      if (k == word.length) {
        return i;
      }
    }
    return -1;
  }
}
