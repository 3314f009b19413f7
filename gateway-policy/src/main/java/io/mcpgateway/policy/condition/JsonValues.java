package io.mcpgateway.policy.condition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as conditions see it. A number is what it says or an error, never something near it: whole
 * numbers, also those written as {@code 1e2} or {@code 3.0}, are 64-bit integers; others are
 * doubles.
 */
public final class JsonValues {
  /** Values of one object, all levels together. */
  static final int MAX_VALUES = 10_000;

  /** Digits of a number. */
  private static final int MAX_DIGITS = 400;

  private int values;

  private JsonValues() {}

  /**
   * @throws IllegalArgumentException if it is no object, has too many values, or a number in it
   *     cannot be represented
   */
  public static Map<String, Object> object(JsonNode node) {
    if (!node.isObject()) {
      throw new IllegalArgumentException("an object");
    }
    return new JsonValues().map(node);
  }

  private Map<String, Object> map(JsonNode node) {
    Map<String, Object> map = HashMap.newHashMap(node.size());
    node.properties().forEach(each -> map.put(each.getKey(), value(each.getValue())));
    return map;
  }

  private Object value(JsonNode node) {
    if (++values > MAX_VALUES) {
      throw new IllegalArgumentException("at most " + MAX_VALUES + " values");
    }
    return switch (node.getNodeType()) {
      case STRING -> node.textValue();
      case NUMBER -> number(node);
      case BOOLEAN -> node.booleanValue();
      case NULL -> NullValue.NULL_VALUE;
      case OBJECT -> map(node);
      case ARRAY -> list(node);
      case BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("JSON, not " + node.getNodeType());
    };
  }

  private List<Object> list(JsonNode node) {
    List<Object> list = new ArrayList<>(node.size());
    node.forEach(each -> list.add(value(each)));
    return list;
  }

  private static Object number(JsonNode node) {
    return switch (node.numberType()) {
      case INT, LONG -> node.longValue();
      case BIG_INTEGER -> whole(node.bigIntegerValue());
      case FLOAT, DOUBLE -> real(node.doubleValue());
      case BIG_DECIMAL -> decimal(node.decimalValue());
    };
  }

  private static Object whole(BigInteger value) {
    if (value.bitLength() > 63) {
      throw new IllegalArgumentException("a whole number of at most 64 bits");
    }
    return value.longValue();
  }

  private static Object decimal(BigDecimal value) {
    // The scale first: nobody writes out the digits of 1e999999999.
    if (value.precision() > MAX_DIGITS || Math.abs((long) value.scale()) > MAX_DIGITS) {
      throw new IllegalArgumentException("a number of at most " + MAX_DIGITS + " digits");
    }
    BigDecimal plain = value.stripTrailingZeros();
    if (plain.scale() <= 0) {
      return whole(plain.toBigInteger());
    }
    double near = value.doubleValue();
    if (near == 0) {
      throw new IllegalArgumentException("a number that is not nearly zero");
    }
    return real(near);
  }

  private static Object real(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("a finite number");
    }
    if (value == Math.rint(value) && Math.abs(value) < 0x1p53) {
      return (long) value;
    }
    return value;
  }
}
