package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Claims that are kept for policies to ask for: texts, whole numbers ({@code Long}), booleans and
 * lists of texts. A claim that is there and is anything else makes the token refused: a condition
 * that silently found nothing could let somebody through.
 */
final class KeptClaims {
  static final int MOST_NAMES = 16;
  static final int MOST_ELEMENTS = 256;
  static final int LONGEST_TEXT = 1024;
  private static final int LONGEST_NAME = 128;

  static final String EXPECTED =
      "texts of up to "
          + LONGEST_TEXT
          + " characters, whole numbers, true, false, and lists of up to "
          + MOST_ELEMENTS
          + " texts";

  private KeptClaims() {}

  static void requireNames(Set<String> names) {
    IssuerSettings.require(
        names.size() <= MOST_NAMES, "claims", names.size() + " names", "up to " + MOST_NAMES);
    for (String name : names) {
      IssuerSettings.require(
          !name.isBlank()
              && name.length() <= LONGEST_NAME
              && name.codePoints().noneMatch(Character::isISOControl),
          "claims",
          name,
          "names of claims, up to " + LONGEST_NAME + " characters");
    }
  }

  /** Those of the names that a token has. */
  static Map<String, Object> of(JsonNode claims, Set<String> names) throws InvalidTokenException {
    if (names.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> kept = new HashMap<>();
    for (String name : names) {
      JsonNode value = claims.get(name);
      if (value != null) {
        kept.put(name, value(value, name));
      }
    }
    return kept;
  }

  private static Object value(JsonNode value, String name) throws InvalidTokenException {
    if (value.isTextual()) {
      return bounded(ClaimValues.text(value, name, true), name);
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    if (value.isArray()) {
      if (value.size() > MOST_ELEMENTS) {
        throw new InvalidTokenException(name + ": more than " + MOST_ELEMENTS + " elements");
      }
      List<String> texts = ClaimValues.texts(value, name);
      for (String text : texts) {
        bounded(text, name);
      }
      return List.copyOf(texts);
    }
    throw new InvalidTokenException(
        name + ": neither a string, a whole number, a boolean nor an array of strings");
  }

  private static String bounded(String text, String name) throws InvalidTokenException {
    if (text.length() > LONGEST_TEXT) {
      throw new InvalidTokenException(name + ": longer than " + LONGEST_TEXT + " characters");
    }
    return text;
  }

  /** The same for claims that are configured. */
  static void requireValues(Map<String, Object> claims) {
    requireNames(claims.keySet());
    claims.forEach(
        (name, value) -> IssuerSettings.require(isValue(value), "claims", name, EXPECTED));
  }

  private static boolean isValue(Object value) {
    return switch (value) {
      case Boolean _, Long _ -> true;
      case String text -> isText(text);
      case List<?> list ->
          list.size() <= MOST_ELEMENTS
              && list.stream()
                  .allMatch(each -> each instanceof String text && !text.isEmpty() && isText(text));
      default -> false;
    };
  }

  private static boolean isText(String text) {
    return text.length() <= LONGEST_TEXT
        && text.codePoints()
            .noneMatch(
                point ->
                    Character.isISOControl(point)
                        || Character.getType(point) == Character.SURROGATE);
  }
}
