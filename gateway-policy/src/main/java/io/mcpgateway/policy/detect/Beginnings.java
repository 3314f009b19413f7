package io.mcpgateway.policy.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Tells by four bytes whether one of many words may begin with them, without a branch: each bit is
 * a handful of words that begin alike, and each byte says of which bits it may be the first, the
 * second, the third or the fourth. Few bytes of a text pass. Immutable.
 */
final class Beginnings {
  static final int LENGTH = 4;
  private static final int BITS = 63;

  /** For numbers: a bit of its own. */
  static final long DIGITS = 1L << BITS;

  // By byte; nobody changes them.
  final long[] first = new long[256];
  final long[] second = new long[256];
  final long[] third = new long[256];
  final long[] fourth = new long[256];

  /**
   * @param words none of them empty; found whatever the case of ASCII letters. One of a single byte
   *     is not found before white space
   */
  Beginnings(byte[][] words) {
    List<SortedSet<String>> byLength = new ArrayList<>();
    for (int length = 0; length <= LENGTH; length++) {
      byLength.add(new TreeSet<>());
    }
    for (byte[] word : words) {
      int length = Math.min(word.length, LENGTH);
      StringBuilder beginning = new StringBuilder();
      for (int i = 0; i < length; i++) {
        beginning.append((char) Keywords.fold(word[i]));
      }
      byLength.get(length).add(beginning.toString());
    }
    int next = 0;
    for (int length = 1; length <= LENGTH; length++) {
      // Words of one length share a bit with their neighbours; short ones have more bits to share.
      List<String> own = List.copyOf(byLength.get(length));
      int bits = length < LENGTH ? Math.min(own.size(), 8) : BITS - next;
      for (int i = 0; i < own.size(); i++) {
        add(own.get(i), 1L << (next + i * bits / own.size()));
      }
      next += bits;
    }
  }

  private void add(String beginning, long bit) {
    long[][] tables = {first, second, third, fourth};
    for (int i = 0; i < LENGTH; i++) {
      for (int b = 0; b < 256; b++) {
        boolean passes =
            i < beginning.length()
                ? Keywords.fold((byte) b) == beginning.charAt(i)
                : i != 1 || b > ' ';
        if (passes) {
          tables[i][b] |= bit;
        }
      }
    }
  }

  /** Lets numbers pass, too. */
  void addDigits() {
    for (int digit = '0'; digit <= '9'; digit++) {
      first[digit] |= DIGITS;
    }
    for (int b = 0; b < 256; b++) {
      second[b] |= DIGITS;
      third[b] |= DIGITS;
      fourth[b] |= DIGITS;
    }
  }
}
