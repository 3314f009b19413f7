package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * Finds UUIDs (RFC 9562): 8, 4, 4, 4 and 12 hexadecimal digits with dashes between them, whatever
 * their version. Not found: the nil and the max UUID, those without dashes, and any that letters or
 * digits adjoin.
 */
final class UuidDetector implements Detector.OfKeywords {
  private static final int LENGTH = 36;
  private static final int FIRST_DASH = 8;

  @Override
  public List<String> keywords() {
    return List.of("-");
  }

  @Override
  public void look(Reading text, int keyword, int dash, int end, Finder finder) {
    if (text.at(dash + 5) != '-' || text.at(dash + 10) != '-' || text.at(dash + 15) != '-') {
      return;
    }
    int start = dash - FIRST_DASH;
    if (isUuid(text, start) && Characters.startsWord(text, start) && !text.isWord(start + LENGTH)) {
      finder.found(start, start + LENGTH);
    }
  }

  private static boolean isUuid(Reading text, int start) {
    int first = text.at(start);
    boolean allEqual = true;
    for (int i = 0; i < LENGTH; i++) {
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        continue;
      }
      int b = text.at(start + i);
      if (!Alphabet.HEX.has(b)) {
        return false;
      }
      allEqual &= b == first;
    }
    return !allEqual || (first != '0' && first != 'f' && first != 'F');
  }
}
