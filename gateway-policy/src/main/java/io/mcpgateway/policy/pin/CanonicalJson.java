package io.mcpgateway.policy.pin;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One way to write a JSON value (RFC 8785). Two things that I-JSON does not have are written, too,
 * each in one way: whole numbers that no double is the same as, and numbers with more digits than
 * doubles have, with all their digits; and halves of surrogate pairs, escaped.
 */
public final class CanonicalJson {
  /** Digits that a double may need to be told from all others. */
  private static final int MAX_PRECISION = 17;

  private final StringBuilder out = new StringBuilder(512);

  private CanonicalJson() {}

  public static byte[] bytes(JsonNode value) {
    CanonicalJson json = new CanonicalJson();
    json.write(value);
    return json.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void write(JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> object(value);
      case ARRAY -> array(value);
      case STRING -> string(value.textValue());
      case NUMBER -> out.append(number(value));
      case BOOLEAN -> out.append(value.booleanValue());
      case NULL, MISSING -> out.append("null");
      case BINARY, POJO -> throw new IllegalArgumentException("a value that JSON does not have");
    }
  }

  private void object(JsonNode object) {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
    // By UTF-16 code units, which is how Java compares strings.
    members.sort(Map.Entry.comparingByKey());
    char before = '{';
    for (Map.Entry<String, JsonNode> member : members) {
      out.append(before);
      before = ',';
      string(member.getKey());
      out.append(':');
      write(member.getValue());
    }
    out.append(members.isEmpty() ? "{}" : "}");
  }

  private void array(JsonNode array) {
    char before = '[';
    for (JsonNode element : array) {
      out.append(before);
      before = ',';
      write(element);
    }
    out.append(array.isEmpty() ? "[]" : "]");
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        out.append(c).append(text.charAt(++i));
      } else {
        character(c);
      }
    }
    out.append('"');
  }

  private void character(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < ' ' || Character.isSurrogate(c)) {
          out.append("\\u");
          for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(c >> shift & 0xF, 16));
          }
        } else {
          out.append(c);
        }
      }
    }
  }

  /** As ECMAScript writes it (ECMA 262, Number::toString), if a double says the same. */
  private static String number(JsonNode value) {
    BigDecimal exact = value.decimalValue().stripTrailingZeros();
    if (exact.signum() == 0) {
      return "0";
    }
    BigDecimal plain = exact;
    if (exact.precision() <= MAX_PRECISION) {
      double nearest = exact.doubleValue();
      boolean whole = exact.scale() <= 0;
      boolean same =
          Double.isFinite(nearest)
              && nearest != 0
              && (!whole || new BigDecimal(nearest).compareTo(exact) == 0);
      plain = same || isShortest(nearest, exact) ? new BigDecimal(Double.toString(nearest)) : exact;
    }
    plain = plain.stripTrailingZeros();
    String digits = plain.unscaledValue().abs().toString();
    long point = (long) digits.length() - plain.scale();
    String sign = plain.signum() < 0 ? "-" : "";
    return sign + written(digits, point);
  }

  /** Whether it is how the double would be written anyway, as 1e30 is. */
  private static boolean isShortest(double nearest, BigDecimal exact) {
    return Double.isFinite(nearest)
        && nearest != 0
        && new BigDecimal(Double.toString(nearest)).compareTo(exact) == 0;
  }

  /**
   * @param point how many of the digits stand before the decimal point
   */
  private static String written(String digits, long point) {
    int count = digits.length();
    if (point > 21 || point < -5) {
      long exponent = point - 1;
      return digits.charAt(0)
          + (count == 1 ? "" : "." + digits.substring(1))
          + (exponent < 0 ? "e-" : "e+")
          + Math.abs(exponent);
    }
    if (point <= 0) {
      return "0." + "0".repeat((int) -point) + digits;
    }
    return point >= count
        ? digits + "0".repeat((int) point - count)
        : digits.substring(0, (int) point) + "." + digits.substring((int) point);
  }
}
