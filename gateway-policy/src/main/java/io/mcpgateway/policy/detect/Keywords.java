package io.mcpgateway.policy.detect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds many keywords in one pass, whatever the case of ASCII letters (Aho and Corasick, 1975): a
 * table with a row per state and a column per kind of byte. Immutable.
 */
final class Keywords {
  /** What each byte of a text is in the table; 0 if no keyword has it. */
  private final byte[] columns = new byte[256];

  private final int width;

  /** The next state, by state and column; states are multiples of the width. */
  private final int[] next;

  /** The keywords that end in each state, longest first; states below this have none. */
  private final int firstHit;

  /** States below this are the root, and those in which but one byte of a keyword was read. */
  private final int firstDeep;

  private final int[][] hits;
  private final int[] lengths;

  private final byte[][] words;
  private final Beginnings beginnings;

  /**
   * @param keywords none of them empty; those that stand in the list twice are found twice
   */
  Keywords(List<String> keywords) {
    this.words = new byte[keywords.size()][];
    lengths = new int[words.length];
    int columnCount = 1;
    for (int i = 0; i < words.length; i++) {
      words[i] = keywords.get(i).getBytes(StandardCharsets.UTF_8);
      lengths[i] = words[i].length;
      for (byte b : words[i]) {
        int folded = fold(b);
        if (columns[folded] == 0) {
          columns[folded] = (byte) columnCount++;
        }
      }
    }
    if (columnCount > 255) {
      throw new IllegalArgumentException("keywords: more than 254 different bytes");
    }
    for (int letter = 'A'; letter <= 'Z'; letter++) {
      columns[letter] = columns[fold((byte) letter)];
    }
    this.width = columnCount;
    Trie trie = new Trie(words);
    int[] numbers = trie.numbers();
    int states = numbers.length;
    this.next = new int[states * width];
    this.hits = new int[states][];
    this.firstHit = trie.silent() * width;
    this.firstDeep = trie.shallow() * width;
    for (int state = 0; state < states; state++) {
      hits[numbers[state]] = trie.hits.get(state);
      for (int column = 0; column < width; column++) {
        next[numbers[state] * width + column] = numbers[trie.moves.get(state)[column]] * width;
      }
    }
    this.beginnings = new Beginnings(words);
  }

  static int fold(byte b) {
    return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b & 0xFF;
  }

  /** The keywords as a tree, then with a move for every byte from every state. */
  private final class Trie {
    private final List<int[]> moves = new ArrayList<>();
    private final List<int[]> hits = new ArrayList<>();

    /** The root, and the states that follow it. */
    private final BitSet shallow = new BitSet();

    Trie(byte[][] words) {
      state();
      for (int word = 0; word < words.length; word++) {
        add(words[word], word);
      }
      complete();
    }

    private int state() {
      int[] none = new int[width];
      Arrays.fill(none, -1);
      moves.add(none);
      hits.add(new int[0]);
      return moves.size() - 1;
    }

    private void add(byte[] word, int number) {
      int state = 0;
      for (byte b : word) {
        int column = columns[fold(b)] & 0xFF;
        int target = moves.get(state)[column];
        if (target < 0) {
          target = state();
          moves.get(state)[column] = target;
        }
        state = target;
      }
      hits.set(state, with(hits.get(state), new int[] {number}));
    }

    /** Where a word breaks off, the longest suffix that begins another goes on. */
    private void complete() {
      shallow.set(0);
      int[] suffixes = new int[moves.size()];
      Deque<Integer> open = new ArrayDeque<>();
      for (int column = 0; column < width; column++) {
        int target = moves.getFirst()[column];
        if (target < 0) {
          moves.getFirst()[column] = 0;
        } else {
          shallow.set(target);
          open.add(target);
        }
      }
      while (!open.isEmpty()) {
        int state = open.remove();
        int suffix = suffixes[state];
        hits.set(state, with(hits.get(state), hits.get(suffix)));
        for (int column = 0; column < width; column++) {
          int target = moves.get(state)[column];
          int fallback = moves.get(suffix)[column];
          if (target < 0) {
            moves.get(state)[column] = fallback;
          } else {
            suffixes[target] = fallback;
            open.add(target);
          }
        }
      }
    }

    private static int[] with(int[] first, int[] second) {
      int[] both = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, both, first.length, second.length);
      return both;
    }

    int silent() {
      return (int) hits.stream().filter(each -> each.length == 0).count();
    }

    private boolean isSilent(int state) {
      return hits.get(state).length == 0;
    }

    private boolean isShallow(int state) {
      return shallow.get(state) && isSilent(state);
    }

    int shallow() {
      return (int) shallow.stream().filter(this::isSilent).count();
    }

    /**
     * New numbers for the states: first the shallow ones, then those in which no keyword ends, then
     * the others. The root stays 0.
     */
    int[] numbers() {
      int[] numbers = new int[hits.size()];
      int shallow = 0;
      int silent = shallow();
      int loud = silent();
      for (int state = 0; state < numbers.length; state++) {
        if (isShallow(state)) {
          numbers[state] = shallow++;
        } else {
          numbers[state] = isSilent(state) ? silent++ : loud++;
        }
      }
      return numbers;
    }
  }

  /** Where a keyword may begin: where none does, and the state is 0, a byte can be passed over. */
  Beginnings beginnings() {
    return beginnings;
  }

  /**
   * The same, faster and less precisely.
   *
   * @param numbers whether numbers may begin, too
   */
  Pairs pairs(boolean numbers) {
    return new Pairs(words, numbers);
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return lengths.length == 0;
  }

  /** The state after {@code b}; the first state of a text is 0. */
  int next(int state, byte b) {
    return next[state + (columns[b & 0xFF] & 0xFF)];
  }

  /** Whether a keyword ends in {@code state}. */
  boolean isHit(int state) {
    return state >= firstHit;
  }

  /** Whether at most one byte of a keyword was read, and no keyword ends there. */
  boolean isShallow(int state) {
    return state < firstDeep;
  }

  /** Which keywords end in {@code state}, as indexes of the list. Nobody changes it. */
  int[] hits(int state) {
    return hits[state / width];
  }

  /** How many keywords there are. */
  int size() {
    return lengths.length;
  }

  /** How many bytes the longest has. */
  int longest() {
    return IntStream.of(lengths).max().orElse(0);
  }

  /** How many bytes a keyword has. */
  int length(int keyword) {
    return lengths[keyword];
  }
}
