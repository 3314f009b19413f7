package io.mcpgateway.policy.detect.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Chance with a seed, in the forms in which texts need it. */
final class Dice {
  static final String DIGITS = "0123456789";
  static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  static final String ALPHANUMERIC = UPPER + LOWER + DIGITS;
  static final String HEX = "0123456789abcdef";

  private final Random random;

  Dice(long seed) {
    this.random = new Random(seed);
  }

  /** A number from {@code from} to {@code to}, both included. */
  int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  long between(long from, long to) {
    return random.nextLong(from, to + 1);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  char letter(String of) {
    return of.charAt(random.nextInt(of.length()));
  }

  String letters(String of, int count) {
    StringBuilder letters = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      letters.append(letter(of));
    }
    return letters.toString();
  }

  String digits(int count) {
    return letters(DIGITS, count);
  }

  /** A number from {@code from} to {@code to}, with zeros in front up to {@code width} digits. */
  String padded(int from, int to, int width) {
    return pad(between(from, to), width);
  }

  static String pad(int number, int width) {
    String digits = Integer.toString(number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The letters of {@code text} in another order. */
  String shuffled(String text) {
    List<Character> letters = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      letters.add(text.charAt(i));
    }
    StringBuilder shuffled = new StringBuilder();
    while (!letters.isEmpty()) {
      shuffled.append(letters.remove(random.nextInt(letters.size())).charValue());
    }
    return shuffled.toString();
  }

  /** {@code text} in groups of these sizes with {@code separator} between them. */
  static String grouped(String text, String separator, int... sizes) {
    StringBuilder grouped = new StringBuilder();
    int at = 0;
    for (int size : sizes) {
      if (at >= text.length()) {
        break;
      }
      if (at > 0) {
        grouped.append(separator);
      }
      int end = Math.min(text.length(), at + size);
      grouped.append(text, at, end);
      at = end;
    }
    return grouped.append(text.substring(at)).toString();
  }

  /** {@code text} in groups of four. */
  static String inFours(String text, String separator) {
    return grouped(text, separator, 4, 4, 4, 4, 4, 4, 4, 4, 4);
  }
}
