package io.mcpgateway.policy.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * What a key of one service looks like: something fixed, and what stands before and behind it.
 *
 * <p>The shape of what stands there is written as a row of sets with lengths, such as {@code a36}
 * or {@code w22.w43}: {@code d} digits, {@code h} lower-case hexadecimal, {@code H} hexadecimal,
 * {@code u} upper case and digits, {@code l} lower case and digits, {@code a} letters and digits,
 * {@code w} base64url, {@code b} base64, {@code s} base64url with padding, {@code t} a token of
 * HTTP, {@code e} base64 as URLs encode it. Anything else stands for itself.
 *
 * @param fixed what every key has, compared with regard to case
 * @param first of which characters the first is one; empty if it may be any
 */
record KeyRule(String fixed, String first, List<Part> before, List<Part> after) {

  /**
   * @param sign stands there if there is no set
   */
  private record Part(
      @org.jspecify.annotations.Nullable Alphabet set, char sign, int min, int max) {
    int end(Reading text, int from) {
      if (set == null) {
        return text.at(from) == sign ? from + 1 : -1;
      }
      int end = set.end(text, from, max);
      return end - from >= min ? end : -1;
    }

    int start(Reading text, int end) {
      if (set == null) {
        return text.at(end - 1) == sign ? end - 1 : -1;
      }
      int start = set.start(text, end, max);
      if (text.at(start - 1) == '\\' && Characters.isEscaped(text, start + 1)) {
        start++;
      }
      return end - start >= min ? start : -1;
    }
  }

  static KeyRule of(String fixed, String after) {
    return new KeyRule(fixed, "", List.of(), parts(after));
  }

  static KeyRule of(String before, String fixed, String after) {
    return new KeyRule(fixed, "", parts(before), parts(after));
  }

  KeyRule startingWithOneOf(String characters) {
    return new KeyRule(fixed, characters, before, after);
  }

  private static List<Part> parts(String shape) {
    List<Part> parts = new ArrayList<>();
    int i = 0;
    while (i < shape.length()) {
      char c = shape.charAt(i++);
      int from = i;
      while (i < shape.length() && isNumber(shape.charAt(i))) {
        i++;
      }
      if (i == from) {
        parts.add(new Part(null, c, 1, 1));
        continue;
      }
      int min = Integer.parseInt(shape.substring(from, i));
      int max = min;
      if (i + 1 < shape.length() && shape.charAt(i) == '-' && isNumber(shape.charAt(i + 1))) {
        int second = ++i;
        while (i < shape.length() && isNumber(shape.charAt(i))) {
          i++;
        }
        max = Integer.parseInt(shape.substring(second, i));
      }
      parts.add(new Part(set(c), '\0', min, max));
    }
    return List.copyOf(parts);
  }

  private static boolean isNumber(char c) {
    return c >= '0' && c <= '9';
  }

  private static Alphabet set(char c) {
    return switch (c) {
      case 'd' -> Alphabet.DIGIT;
      case 'h' -> Alphabet.LOWER_HEX;
      case 'H' -> Alphabet.HEX;
      case 'u' -> Alphabet.UPPER;
      case 'l' -> Alphabet.LOWER;
      case 'a' -> Alphabet.WORD;
      case 'w' -> Alphabet.BASE64URL;
      case 'b' -> Alphabet.BASE64;
      case 's' -> Alphabet.SIGNED;
      case 't' -> Alphabet.TOKEN68;
      case 'e' -> Alphabet.ENCODED;
      default -> throw new IllegalArgumentException("set: " + c);
    };
  }

  /** Whether what is fixed stands at {@code at} with its own case. */
  boolean stands(Reading text, int at) {
    for (int i = 0; i < fixed.length(); i++) {
      if (text.at(at + i) != fixed.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Where what stands behind {@code from} ends, or −1 if it has another shape. */
  int end(Reading text, int from) {
    int end = from;
    for (Part part : after) {
      end = part.end(text, end);
      if (end < 0) {
        return -1;
      }
    }
    return end;
  }

  /** Where what stands before {@code end} begins, or −1 if it has another shape. */
  int start(Reading text, int end) {
    int start = end;
    for (Part part : before.reversed()) {
      start = part.start(text, start);
      if (start < 0) {
        return -1;
      }
    }
    return first.isEmpty() || first.indexOf(text.at(start)) >= 0 ? start : -1;
  }
}
