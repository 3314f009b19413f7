package io.mcpgateway.policy.detect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Finds JSON Web Tokens: a signed one (RFC 7515) of three parts in base64url, an encrypted one (RFC
 * 7516) of five, if the first part is a JSON object with {@code "alg"}; the second part, or the
 * third, may be empty. Disclosures that follow after tildes belong to it. Not found: a header
 * alone, and tokens that are broken by spaces or lines.
 */
final class JwtDetector implements Detector.OfKeywords {
  /** How an object begins in base64: a brace, and a quote, a space or a line. */
  private static final List<String> STARTS = List.of("eyJ", "eyAi", "ewog", "ew0K", "eyAg");

  private static final int MAX_HEADER = 4096;
  private static final byte[] ALGORITHM = "\"alg\"".getBytes(StandardCharsets.US_ASCII);

  @Override
  public List<String> keywords() {
    return STARTS.stream().map(start -> start.toLowerCase(java.util.Locale.ROOT)).toList();
  }

  @Override
  public void look(Reading text, int keyword, int start, int end, Finder finder) {
    int before = text.at(start - 1);
    if (start < finder.lastEnd()
        || text.at(start + 2) != STARTS.get(keyword).charAt(2)
        || text.at(start) != 'e'
        || before == '-'
        || before == '_'
        || !Characters.startsWord(text, start)) {
      return;
    }
    int header = part(text, end);
    if (text.at(header) == '.' && hasAlgorithm(text, start, header)) {
      int last = lastPart(text, header);
      if (last >= 0) {
        finder.found(start, disclosuresEnd(text, last));
      }
    }
  }

  private static int part(Reading text, int from) {
    return Alphabet.BASE64URL.end(text, from, Integer.MAX_VALUE);
  }

  /** Where the last part ends, or −1 if there are too few. */
  private static int lastPart(Reading text, int header) {
    int second = part(text, header + 1);
    if (text.at(second) != '.') {
      return -1;
    }
    int third = part(text, second + 1);
    if (third == second + 1) {
      return second > header + 1 && Characters.stands(text, header + 1, "ey") ? third : -1;
    }
    if (text.at(third) == '.') {
      int fourth = part(text, third + 1);
      int fifth = text.at(fourth) == '.' ? part(text, fourth + 1) : fourth;
      if (fourth > third + 1 && fifth > fourth + 1) {
        return fifth;
      }
    }
    return third;
  }

  private static boolean hasAlgorithm(Reading text, int start, int end) {
    int length = Math.min(end - start, MAX_HEADER);
    if (length % 4 == 1) {
      length--;
    }
    byte[] encoded = Arrays.copyOfRange(text.bytes(), start, start + length);
    byte[] header = Base64.getUrlDecoder().decode(encoded);
    for (int i = 0; i + ALGORITHM.length <= header.length; i++) {
      if (Arrays.equals(header, i, i + ALGORITHM.length, ALGORITHM, 0, ALGORITHM.length)) {
        return true;
      }
    }
    return false;
  }

  private static int disclosuresEnd(Reading text, int at) {
    return text.at(at) == '~' ? Alphabet.TILDE.end(text, at, Integer.MAX_VALUE) : at;
  }
}
