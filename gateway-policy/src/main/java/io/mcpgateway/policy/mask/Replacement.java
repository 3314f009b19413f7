package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.detect.Kind;
import io.mcpgateway.policy.model.MaskAction;
import io.mcpgateway.policy.token.ValueTokens;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What takes the place of a value that was found in a text. */
final class Replacement {
  static final String STARS = "****";
  private static final int YEAR_DIGITS = 4;

  private Replacement() {}

  /**
   * What stands for {@code value} under {@code action}; never longer than the value by more than a
   * token.
   *
   * @param kind null for a detector of the policy's own
   * @param word how policies name what was found
   * @param value as it stands in the text
   * @param read the same as detectors read it
   * @param followed whether more digits follow so closely that they could be taken for one number
   *     with it
   */
  static String of(
      MaskAction action,
      @Nullable Kind kind,
      String word,
      String mask,
      String value,
      String read,
      boolean followed,
      Pseudonyms pseudonyms) {
    return switch (action) {
      case MaskAction.Redact _, MaskAction.Drop _, MaskAction.Nullify _, MaskAction.Block _ ->
          marker(word);
      case MaskAction.KeepLast(int count) -> kept(kind, read, count, false, followed);
      case MaskAction.KeepFirst(int count) -> kept(kind, read, count, true, false);
      case MaskAction.Hash _ ->
          pseudonyms.hash(label(kind), canonical(kind, read).getBytes(StandardCharsets.UTF_8));
      case MaskAction.Tokenize tokenize ->
          token(label(kind), mask, value, tokenize, marker(word), pseudonyms);
      case MaskAction.Generalize _ -> year(word, read);
    };
  }

  /** What hashes and tokens call it: names that policies make up may have signs in them. */
  private static String label(@Nullable Kind kind) {
    return kind == null ? "value" : kind.word();
  }

  /**
   * A token for {@code value}.
   *
   * @param redacted what stands for a value that is longer than a token can hold
   */
  static String token(
      String kind,
      String mask,
      String value,
      MaskAction.Tokenize tokenize,
      String redacted,
      Pseudonyms pseudonyms) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return bytes.length > ValueTokens.MAX_VALUE
        ? redacted
        : pseudonyms.token(kind, mask, bytes, tokenize.expiresIn());
  }

  static String marker(String word) {
    return "[" + word + "]";
  }

  /** Of letters and digits alone; nothing of a value that is too short to keep half of it back. */
  private static String kept(
      @Nullable Kind kind, String read, int count, boolean first, boolean followed) {
    String significant = kind == Kind.EMAIL ? local(read, first) : significant(read);
    int length = significant.codePointCount(0, significant.length());
    if (followed || length < 2 * count) {
      return STARS;
    }
    return kept(significant, count, first);
  }

  /** The first or last {@code count} characters of a text that has as many, and stars. */
  static String kept(String text, int count, boolean first) {
    return first
        ? text.substring(0, text.offsetByCodePoints(0, count)) + STARS
        : STARS + text.substring(text.offsetByCodePoints(text.length(), -count));
  }

  /** The end of an address says whose server it is, so only its beginning can be kept. */
  private static String local(String address, boolean first) {
    return first ? address.substring(0, Math.max(0, address.indexOf('@'))) : "";
  }

  private static String significant(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints().filter(Character::isLetterOrDigit).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** The same text for the same value, however it is written. */
  private static String canonical(@Nullable Kind kind, String read) {
    if (kind == null) {
      return read;
    }
    return switch (kind) {
      case EMAIL -> address(read.toLowerCase(Locale.ROOT));
      case IPV6 -> read.toLowerCase(Locale.ROOT);
      case JWT, PRIVATE_KEY, API_KEY, PASSWORD, URL_CREDENTIALS, IPV4, DATE_OF_BIRTH -> read;
      case PHONE -> (read.startsWith("+") ? "+" : "") + significant(read);
      default -> significant(read).toLowerCase(Locale.ROOT);
    };
  }

  /** With the signs that some spell out. */
  private static String address(String lower) {
    String plain = lower.replace(" ", "");
    for (String brackets : List.of("[]", "()", "{}", "<>")) {
      char open = brackets.charAt(0);
      char close = brackets.charAt(1);
      plain = plain.replace(open + "at" + close, "@").replace(open + "dot" + close, ".");
    }
    return plain;
  }

  private static String year(String word, String read) {
    int digits = 0;
    for (int i = 0; i <= read.length(); i++) {
      boolean digit = i < read.length() && read.charAt(i) >= '0' && read.charAt(i) <= '9';
      if (digit) {
        digits++;
      } else if (digits == YEAR_DIGITS) {
        return read.substring(i - YEAR_DIGITS, i);
      } else {
        digits = 0;
      }
    }
    return marker(word);
  }
}
