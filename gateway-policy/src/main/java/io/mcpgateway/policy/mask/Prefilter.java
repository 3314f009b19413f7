package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.model.FieldPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Whether a message could hold anything that a program masks: one pass over its bytes that errs on
 * the side of yes. Immutable.
 */
final class Prefilter {
  private static final int MIN_CARD_DIGITS = 13;

  private static final byte PLAIN = 0;
  private static final byte DIGIT = 1;
  private static final byte BETWEEN_DIGITS = 2;
  private static final byte WIDE = 3;
  private static final byte SIGN = 4;

  /** What each byte may mean; a look-up, because most bytes mean nothing. */
  private static final byte[] KINDS = kinds();

  private final boolean emails;
  private final boolean cards;
  private final boolean always;
  private final byte[][] names;
  private final boolean[] nameStarts = new boolean[256];

  Prefilter(boolean cards, boolean emails, List<FieldPath> fields) {
    this.cards = cards;
    this.emails = emails;
    List<String> needles = new ArrayList<>(List.of("blob", "mimeType"));
    boolean unnamed = false;
    for (FieldPath field : fields) {
      String needle = needle(field);
      if (needle.isEmpty()) {
        unnamed = true;
      } else {
        needles.add(needle);
      }
    }
    this.always = unnamed;
    this.names =
        Set.copyOf(needles).stream()
            .map(name -> name.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    for (byte[] name : names) {
      nameStarts[name[0] & 0xFF] = true;
    }
  }

  /**
   * A member name that stands in every message in which the path leads somewhere; empty if none.
   */
  private static String needle(FieldPath field) {
    List<String> tokens = field.tokens();
    for (int i = tokens.size() - 1; i >= 0; i--) {
      String token = tokens.get(i);
      boolean index = token.chars().allMatch(c -> c >= '0' && c <= '9');
      // The same name may be written in several ways if it has characters that may be escaped.
      boolean oneSpelling =
          token.chars().noneMatch(c -> c == '"' || c == '\\' || c == '/' || c < ' ');
      if (!index && oneSpelling && !token.equals(FieldPath.ANY)) {
        return token;
      }
    }
    return "";
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    Arrays.fill(kinds, '0', '9' + 1, DIGIT);
    Arrays.fill(kinds, 0x80, 0x100, WIDE);
    for (char c : " -.".toCharArray()) {
      kinds[c] = BETWEEN_DIGITS;
    }
    for (char c : "@\\\"".toCharArray()) {
      kinds[c] = SIGN;
    }
    return kinds;
  }

  boolean mayConcern(byte[] bytes) {
    if (always) {
      return true;
    }
    int digits = 0;
    for (int i = 0; i < bytes.length; i++) {
      switch (KINDS[bytes[i] & 0xFF]) {
        case PLAIN -> digits = 0;
        case DIGIT -> {
          if (++digits >= MIN_CARD_DIGITS && cards) {
            return true;
          }
        }
        case BETWEEN_DIGITS -> {}
        case WIDE -> {
          if (isWideSign(bytes, i)) {
            return true;
          }
        }
        default -> {
          if (isSign(bytes, i)) {
            return true;
          }
          digits = 0;
        }
      }
    }
    return false;
  }

  /** Whether the at sign, backslash or quote at {@code at} needs a closer look. */
  private boolean isSign(byte[] bytes, int at) {
    int next = at + 1 < bytes.length ? bytes[at + 1] & 0xFF : 0;
    return switch (bytes[at]) {
      case '@' -> emails;
      // What a unicode escape stands for is not looked at here.
      case '\\' -> next == 'u';
      default -> nameStarts[next] && isName(bytes, at + 1);
    };
  }

  private boolean isName(byte[] bytes, int at) {
    for (byte[] name : names) {
      int end = at + name.length;
      if (end < bytes.length
          && (bytes[end] == '"' || bytes[end] == '\\')
          && Arrays.equals(bytes, at, end, name, 0, name.length)) {
        return true;
      }
    }
    return false;
  }

  /** A digit or an at sign outside of ASCII. */
  private static boolean isWideSign(byte[] bytes, int at) {
    int second = at + 1 < bytes.length ? bytes[at + 1] & 0xFF : 0;
    return switch (bytes[at] & 0xFF) {
      case 0xEF -> {
        int third = at + 2 < bytes.length ? bytes[at + 2] & 0xFF : 0;
        yield second == 0xBC && ((third >= 0x90 && third <= 0x99) || third == 0xA0);
      }
      case 0xD9 -> second >= 0xA0 && second <= 0xA9;
      case 0xDB -> second >= 0xB0 && second <= 0xB9;
      default -> false;
    };
  }
}
