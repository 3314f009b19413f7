package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.model.MaskAction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** What takes the place of a member that a mask names. */
final class MaskedField {
  static final String REDACTED = "[redacted]";

  private static final String KIND = "field";
  private static final String HASH = KIND + "_";
  private static final int HASH_LETTERS = 20;
  private static final int MAX_SCALE = 1_000;
  private static final int KEPT_PLACES = 2;

  private MaskedField() {}

  /** What stands for a string. */
  static String text(String value, MaskAction action, String mask, Pseudonyms pseudonyms) {
    return switch (action) {
      case MaskAction.KeepLast(int count) -> kept(value, count, false);
      case MaskAction.KeepFirst(int count) -> kept(value, count, true);
      case MaskAction.Hash _ -> pseudonyms.hash(KIND, value.getBytes(StandardCharsets.UTF_8));
      case MaskAction.Tokenize tokenize ->
          Replacement.token(KIND, mask, value, tokenize, REDACTED, pseudonyms);
      case MaskAction.Generalize _ -> generalized(value);
      case MaskAction.Redact _, MaskAction.Drop _, MaskAction.Nullify _, MaskAction.Block _ ->
          REDACTED;
    };
  }

  /** Whether it is what such a mask has left of a value: then it stays. */
  static boolean isMasked(String value, MaskAction action, String mask, Pseudonyms pseudonyms) {
    return switch (action) {
      case MaskAction.Hash _ ->
          value.length() == HASH.length() + HASH_LETTERS
              && value.startsWith(HASH)
              && value.chars().skip(HASH.length()).allMatch(c -> c >= 'a' && c <= 'p');
      case MaskAction.Tokenize _ -> value.startsWith("tok_") && pseudonyms.isToken(mask, value);
      default -> false;
    };
  }

  private static String kept(String value, int count, boolean first) {
    int length = value.codePointCount(0, value.length());
    boolean isKept =
        first ? value.endsWith(Replacement.STARS) : value.startsWith(Replacement.STARS);
    if (isKept && length <= Replacement.STARS.length() + count) {
      return value;
    }
    return length < 2 * count ? Replacement.STARS : Replacement.kept(value, count, first);
  }

  /** A date becomes its year, a number in a text loses its places. */
  private static String generalized(String value) {
    int digits = 0;
    for (int i = 0; i <= value.length(); i++) {
      char c = i < value.length() ? value.charAt(i) : ' ';
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (digits == 4 && c != '.') {
        return value.substring(i - 4, i);
      } else {
        digits = 0;
      }
    }
    return isDecimal(value) ? rounded(value) : REDACTED;
  }

  private static boolean isDecimal(String value) {
    boolean digit = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      digit |= c >= '0' && c <= '9';
      boolean sign = i == 0 && c == '-';
      if ((c < '0' || c > '9') && !sign && (c != '.' || value.indexOf('.') != i)) {
        return false;
      }
    }
    return digit && value.length() <= 40;
  }

  /** What stands for a number. */
  static String number(String value, MaskAction action) {
    return action instanceof MaskAction.Generalize ? rounded(value) : "0";
  }

  private static String rounded(String value) {
    BigDecimal number = new BigDecimal(value);
    // An exponent of millions would be written out.
    return Math.abs((long) number.scale()) > MAX_SCALE
        ? "0"
        : number.scale() <= KEPT_PLACES
            ? value
            : number.setScale(KEPT_PLACES, RoundingMode.HALF_EVEN).toPlainString();
  }
}
