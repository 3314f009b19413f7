package io.mcpgateway.policy.mask;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds a replacement that a schema allows where a masked value stands. Tries the one that is
 * meant, then others that say as little. Whether the whole result satisfies the schema is checked
 * elsewhere.
 */
final class Fit {
  private static final int MAX_LENGTH = 4_096;
  private static final int MAX_PATTERN = 1_000;

  /** For each format a value that says nothing. */
  private static final Map<String, String> SAMPLES =
      Map.ofEntries(
          Map.entry("date", "1900-01-01"),
          Map.entry("date-time", "1900-01-01T00:00:00Z"),
          Map.entry("time", "00:00:00Z"),
          Map.entry("duration", "P0D"),
          Map.entry("email", "masked@example.com"),
          Map.entry("idn-email", "masked@example.com"),
          Map.entry("hostname", "masked.invalid"),
          Map.entry("idn-hostname", "masked.invalid"),
          Map.entry("ipv4", "0.0.0.0"),
          Map.entry("ipv6", "::"),
          Map.entry("uri", "masked:masked"),
          Map.entry("uri-reference", "masked:masked"),
          Map.entry("iri", "masked:masked"),
          Map.entry("iri-reference", "masked:masked"),
          Map.entry("uuid", "00000000-0000-0000-0000-000000000000"));

  private Fit() {}

  /**
   * The text to put in the place of {@code value}; {@code meant} if nothing fits.
   *
   * @param meant what the mask says
   */
  static String text(SchemaNode schema, String value, String meant) {
    if (fits(schema, meant)) {
      return meant;
    }
    for (String other : others(schema, value, meant)) {
      if (fits(schema, other)) {
        return other;
      }
    }
    return meant;
  }

  private static List<String> others(SchemaNode schema, String value, String meant) {
    List<String> others = new ArrayList<>();
    if (year(meant) && schema.formats().contains("date")) {
      others.add(meant + "-01-01");
    }
    for (String format : schema.formats()) {
      String sample = SAMPLES.get(format);
      if (sample != null) {
        others.add(sample);
      }
    }
    int shortest = bound(schema, "minLength", 0);
    others.add("*".repeat(Math.max(shortest, Math.min(4, bound(schema, "maxLength", 4)))));
    if (schema.has("pattern")) {
      // Says how long the value is, and where its letters are, which the pattern mostly does, too.
      others.add(shape(value));
    }
    return others;
  }

  private static boolean year(String text) {
    return text.length() == 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String shape(String value) {
    StringBuilder shape = new StringBuilder(value.length());
    value
        .codePoints()
        .map(
            c -> {
              if (Character.isDigit(c)) {
                return '0';
              }
              return Character.isUpperCase(c) ? 'X' : Character.isLetter(c) ? 'x' : c;
            })
        .forEach(shape::appendCodePoint);
    return shape.toString();
  }

  private static int bound(SchemaNode schema, String keyword, int otherwise) {
    int bound = otherwise;
    for (JsonNode value : schema.all(keyword)) {
      if (value.canConvertToInt()) {
        bound = Math.min(MAX_LENGTH, Math.max(0, value.intValue()));
      }
    }
    return bound;
  }

  private static boolean fits(SchemaNode schema, String text) {
    int length = text.codePointCount(0, text.length());
    if (length < bound(schema, "minLength", 0)
        || length > bound(schema, "maxLength", MAX_LENGTH + length)) {
      return false;
    }
    for (String format : schema.formats()) {
      if (!Formats.allow(format, text)) {
        return false;
      }
    }
    for (JsonNode pattern : schema.all("pattern")) {
      if (!matches(pattern.asText(""), text)) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(String pattern, String text) {
    if (pattern.length() > MAX_PATTERN) {
      return false;
    }
    try {
      return Pattern.compile(pattern).matcher(text).find();
    } catch (PatternSyntaxException beyondRe2) {
      return false;
    }
  }

  /** The number to put in the place of one: {@code meant}, or the nearest that is allowed. */
  static String number(SchemaNode schema, String meant) {
    BigDecimal number = new BigDecimal(meant);
    for (JsonNode minimum : schema.all("minimum")) {
      number = minimum.isNumber() ? number.max(minimum.decimalValue()) : number;
    }
    for (JsonNode minimum : schema.all("exclusiveMinimum")) {
      if (minimum.isNumber() && number.compareTo(minimum.decimalValue()) <= 0) {
        number = minimum.decimalValue().add(BigDecimal.ONE);
      }
    }
    for (JsonNode maximum : schema.all("maximum")) {
      number = maximum.isNumber() ? number.min(maximum.decimalValue()) : number;
    }
    for (JsonNode maximum : schema.all("exclusiveMaximum")) {
      if (maximum.isNumber() && number.compareTo(maximum.decimalValue()) >= 0) {
        number = maximum.decimalValue().subtract(BigDecimal.ONE);
      }
    }
    return number.compareTo(new BigDecimal(meant)) == 0 ? meant : number.toPlainString();
  }
}
