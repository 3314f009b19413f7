package io.mcpgateway.policy.condition;

import com.google.common.primitives.UnsignedLong;
import com.google.re2j.Pattern;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The functions that differ from those of CEL: equality does not answer no where the types cannot
 * be compared, so that {@code "100"} is not simply another value than {@code 100}; and nothing
 * takes longer than its texts are long.
 */
final class Functions {
  /** Texts that patterns are compared with, in characters. */
  private static final int MAX_MATCHED = 65_536;

  /** The product of the lengths of a text and of what is looked for in it. */
  private static final long MAX_SEARCH = 16_000_000;

  private Functions() {}

  /** Those of CEL that stay as they are. */
  static CelStandardFunctions standard() {
    return CelStandardFunctions.newBuilder()
        .excludeFunctions(
            StandardFunction.EQUALS,
            StandardFunction.NOT_EQUALS,
            StandardFunction.IN,
            StandardFunction.CONTAINS,
            StandardFunction.MATCHES)
        .build();
  }

  /**
   * @param patterns the regular expressions of a condition, compiled, by their text
   */
  @SuppressWarnings(
      "Immutable") // The map is a copy that nobody changes, and patterns have no state.
  static List<CelFunctionBinding> own(Map<String, Pattern> patterns) {
    List<CelFunctionBinding> own = new ArrayList<>();
    // By function, so that values whose type only the evaluation knows find theirs, too.
    own.addAll(
        CelFunctionBinding.fromOverloads(
            "_==_",
            CelFunctionBinding.from("equals", Object.class, Object.class, Functions::areEqual)));
    own.addAll(
        CelFunctionBinding.fromOverloads(
            "_!=_",
            CelFunctionBinding.from(
                "not_equals", Object.class, Object.class, (a, b) -> !areEqual(a, b))));
    own.addAll(
        CelFunctionBinding.fromOverloads(
            "@in",
            CelFunctionBinding.from("in_list", Object.class, List.class, Functions::isIn),
            CelFunctionBinding.from(
                "in_map", Object.class, Map.class, (key, map) -> map.containsKey(key))));
    own.addAll(
        CelFunctionBinding.fromOverloads(
            "contains",
            CelFunctionBinding.from(
                "contains_string", String.class, String.class, Functions::contains)));
    own.addAll(
        CelFunctionBinding.fromOverloads(
            "matches",
            CelFunctionBinding.from(
                "matches",
                String.class,
                String.class,
                (text, regex) -> matches(patterns, text, regex)),
            CelFunctionBinding.from(
                "matches_string",
                String.class,
                String.class,
                (text, regex) -> matches(patterns, text, regex))));
    return own;
  }

  private static boolean matches(Map<String, Pattern> patterns, String text, String regex) {
    Pattern pattern = patterns.get(regex);
    if (pattern == null || text.length() > MAX_MATCHED) {
      throw new IllegalArgumentException(
          "matches: a text of at most " + MAX_MATCHED + " characters");
    }
    return pattern.matcher(text).find();
  }

  private static boolean contains(String text, String part) {
    if ((long) text.length() * part.length() > MAX_SEARCH) {
      throw new IllegalArgumentException("contains: shorter texts");
    }
    return text.contains(part);
  }

  /** True if one is equal; an error if none is and not all could be compared. */
  private static boolean isIn(Object wanted, List<?> list) {
    IllegalArgumentException doubt = null;
    for (Object each : list) {
      try {
        if (areEqual(wanted, each)) {
          return true;
        }
      } catch (IllegalArgumentException incomparable) {
        doubt = incomparable;
      }
    }
    if (doubt != null) {
      throw doubt;
    }
    return false;
  }

  private static boolean areEqual(Object some, Object other) {
    if (some instanceof NullValue || other instanceof NullValue) {
      return some instanceof NullValue && other instanceof NullValue;
    }
    if (some instanceof Number one && other instanceof Number two) {
      return areEqual(one, two);
    }
    if (some instanceof List<?> one && other instanceof List<?> two) {
      return areEqual(one, two);
    }
    if (some instanceof Map<?, ?> one && other instanceof Map<?, ?> two) {
      return areEqual(one, two);
    }
    if (some.getClass() != other.getClass()) {
      throw new IllegalArgumentException("==: values of one type");
    }
    return some.equals(other);
  }

  private static boolean areEqual(Number one, Number two) {
    if (one instanceof Double && two instanceof Double) {
      return one.doubleValue() == two.doubleValue();
    }
    if (one instanceof Double) {
      return areEqual(two, one);
    }
    if (two instanceof Double real) {
      // Exactly: a double near 2^63 is equal to one whole number, not to its neighbours.
      double value = real;
      return value == Math.rint(value)
          && Math.abs(value) < 0x1p63
          && one instanceof Long
          && one.longValue() == (long) value;
    }
    boolean bothFit = isLong(one) && isLong(two);
    return bothFit ? one.longValue() == two.longValue() : one.equals(two);
  }

  private static boolean isLong(Number number) {
    return !(number instanceof UnsignedLong) || number.longValue() >= 0;
  }

  private static boolean areEqual(List<?> one, List<?> two) {
    if (one.size() != two.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!areEqual(one.get(i), two.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean areEqual(Map<?, ?> one, Map<?, ?> two) {
    if (!one.keySet().equals(two.keySet())) {
      return false;
    }
    for (Map.Entry<?, ?> each : one.entrySet()) {
      Object counterpart = two.get(each.getKey());
      if (counterpart == null || !areEqual(each.getValue(), counterpart)) {
        return false;
      }
    }
    return true;
  }
}
