package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads claims, each of exactly the type it must have: nothing is converted. */
final class ClaimValues {
  /** The end of the year 9999: nothing later can be meant. */
  private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(253_402_300_799L);

  private ClaimValues() {}

  /**
   * The claim at {@code path}, or null. A name with dots in it is found whole before it is taken
   * for a path, at every level: {@code https://example.com/roles} and {@code
   * resource_access.my.client.roles} both work.
   */
  static @Nullable JsonNode at(JsonNode object, String path) {
    JsonNode whole = object.get(path);
    if (whole != null) {
      return whole;
    }
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      JsonNode inner = object.get(path.substring(0, dot));
      JsonNode found = inner == null ? null : at(inner, path.substring(dot + 1));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** A string that must be there and not be empty. */
  static String text(JsonNode object, String name) throws InvalidTokenException {
    return text(object.path(name), name, false);
  }

  /** The same of a claim that may be absent. */
  static @Nullable String optionalText(JsonNode object, String name) throws InvalidTokenException {
    return object.has(name) ? text(object, name) : null;
  }

  static String text(JsonNode value, String name, boolean mayBeEmpty) throws InvalidTokenException {
    if (!value.isTextual()) {
      throw new InvalidTokenException(name + ": not a string");
    }
    return clean(value.textValue(), name, mayBeEmpty);
  }

  static List<String> texts(JsonNode array, String name) throws InvalidTokenException {
    if (!array.isArray()) {
      throw new InvalidTokenException(name + ": neither a string nor an array of strings");
    }
    List<String> texts = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      if (!element.isTextual()) {
        throw new InvalidTokenException(name + ": neither a string nor an array of strings");
      }
      texts.add(clean(element.textValue(), name, false));
    }
    return texts;
  }

  /** Words with blanks between them, or an array of words. */
  static Set<String> words(JsonNode value, String name) throws InvalidTokenException {
    if (value.isTextual()) {
      return split(text(value, name, true));
    }
    Set<String> words = new LinkedHashSet<>(texts(value, name));
    for (String word : words) {
      if (word.indexOf(' ') >= 0) {
        throw new InvalidTokenException(name + ": an element with a blank");
      }
    }
    return words;
  }

  private static Set<String> split(String text) {
    Set<String> words = new LinkedHashSet<>();
    int start = 0;
    while (start <= text.length()) {
      int space = text.indexOf(' ', start);
      int end = space < 0 ? text.length() : space;
      if (end > start) {
        words.add(text.substring(start, end));
      }
      start = end + 1;
    }
    return words;
  }

  /** Seconds since the epoch, or null if the claim is absent. */
  static @Nullable Long seconds(JsonNode claims, String name) throws InvalidTokenException {
    JsonNode value = claims.get(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw new InvalidTokenException(name + ": not a number");
    }
    BigDecimal seconds = value.decimalValue();
    if (seconds.signum() < 0 || seconds.compareTo(LAST_SECOND) > 0) {
      throw new InvalidTokenException(name + ": not a time");
    }
    return seconds.longValue();
  }

  /** Principals are compared, joined with separators and logged: only well-formed visible text. */
  private static String clean(String text, String name, boolean mayBeEmpty)
      throws InvalidTokenException {
    if (text.isEmpty() && !mayBeEmpty) {
      throw new InvalidTokenException(name + ": empty");
    }
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isHighSurrogate(character)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isISOControl(character) || Character.isSurrogate(character)) {
        throw new InvalidTokenException(name + ": a control character or half a surrogate pair");
      }
    }
    return text;
  }
}
