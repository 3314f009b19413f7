package io.mcpgateway.policy.detect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Tells of {@value #STEP} bytes at once whether one of many words may begin there, by pairs of
 * bytes at every second place: a word begins either with a pair or with the second byte of one. Few
 * bytes of a text pass; {@link Beginnings} says more of those. Immutable.
 */
final class Pairs {
  /** How many bytes one look passes over. */
  static final int STEP = 6;

  /** At so many places a word may begin of which one pair tells. */
  static final int PLACES = 2;

  /** How many bytes there have to be for a look, here and then in {@link Beginnings}. */
  static final int WINDOW = STEP + 3;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Two bytes as an index. Of a byte that is not ASCII the highest bit is left out. */
  private static final int PAIR = 0x7F7F;

  private static final int LENGTH = 4;
  private static final int[] ANY = IntStream.range(0, 128).toArray();
  private static final int[] NO_SPACE = IntStream.range(0, 128).filter(b -> b > ' ').toArray();
  private static final int[] DIGITS = IntStream.rangeClosed('0', '9').toArray();

  // Words share bits with their neighbours. Those of one or two bytes pass most often.
  private static final int SHORT_BITS = 4;
  private static final int LONG_BITS = 6;

  // The bits of those to which the first pair belongs, and of those to which the next one does.
  private final char[] opening = new char[PAIR + 1];
  private final char[] following = new char[PAIR + 1];

  /**
   * @param words as those of {@link Beginnings}
   * @param numbers whether numbers may begin, too
   */
  Pairs(byte[][] words, boolean numbers) {
    TreeSet<String> beginnings = new TreeSet<>();
    for (byte[] word : words) {
      StringBuilder beginning = new StringBuilder();
      for (int i = 0; i < Math.min(word.length, LENGTH); i++) {
        beginning.append((char) Keywords.fold(word[i]));
      }
      beginnings.add(beginning.toString());
    }
    List<String> brief = beginnings.stream().filter(each -> each.length() < 3).toList();
    for (int i = 0; i < brief.size(); i++) {
      int bit = 1 << (i * SHORT_BITS / brief.size());
      add(places(brief.get(i)), bit, bit);
    }
    List<String> others = beginnings.stream().filter(each -> each.length() >= 3).toList();
    for (int i = 0; i < others.size(); i++) {
      int bit = 1 << (SHORT_BITS + i * LONG_BITS / others.size());
      add(places(others.get(i)), bit, bit << LONG_BITS);
    }
    if (numbers) {
      add(new int[][] {DIGITS, ANY, ANY, ANY}, 1, 1);
    }
  }

  /** What may stand at each place of a beginning. */
  private static int[][] places(String beginning) {
    int[][] places = {ANY, beginning.length() == 1 ? NO_SPACE : ANY, ANY, ANY};
    for (int i = 0; i < beginning.length(); i++) {
      char c = beginning.charAt(i);
      boolean letter = c >= 'a' && c <= 'z';
      places[i] = letter ? new int[] {c, c - ('a' - 'A')} : new int[] {c & 0x7F};
    }
    return places;
  }

  private void add(int[][] places, int even, int odd) {
    add(opening, places[0], places[1], even);
    add(following, places[2], places[3], even);
    add(opening, ANY, places[0], odd);
    add(following, places[1], places[2], odd);
  }

  private static void add(char[] pairs, int[] first, int[] second, int bit) {
    for (int high : second) {
      for (int low : first) {
        pairs[(high << 8) | low] |= (char) bit;
      }
    }
  }

  /**
   * The first of {@value #PLACES} places of which one cannot be passed over, at {@code from} or
   * after it; the first place that cannot be looked at, if all can.
   *
   * @param to the end of what may be read
   */
  int next(byte[] text, int from, int to) {
    char[] first = opening;
    char[] next = following;
    int last = to - WINDOW;
    int i = from;
    while (i <= last) {
      long word = (long) WORD.get(text, i);
      int a = (int) word & PAIR;
      int b = (int) (word >>> 16) & PAIR;
      int c = (int) (word >>> 32) & PAIR;
      int d = (int) (word >>> 48) & PAIR;
      int here = first[a] & next[b];
      int behind = first[b] & next[c];
      if ((here | behind | (first[c] & next[d])) != 0) {
        return here != 0 ? i : behind != 0 ? i + PLACES : i + 2 * PLACES;
      }
      i += STEP;
    }
    return i;
  }
}
