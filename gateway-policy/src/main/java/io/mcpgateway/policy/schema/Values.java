package io.mcpgateway.policy.schema;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mcpgateway.core.protocol.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Values of a message as trees, with every digit of their numbers. */
public final class Values {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .reader();

  private Values() {}

  /** The value at {@code span} of a message that was read strictly. */
  public static JsonNode read(byte[] bytes, Span span) {
    try {
      return READER.readTree(bytes, span.start(), span.length());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * What is wrong with it whatever the schema says, or null if nothing is: a number that nobody can
   * calculate with in reasonable time.
   */
  public static @Nullable String problem(JsonNode value) {
    if (value.isNumber()) {
      return SchemaShape.isHandy(value)
          ? null
          : "a number is too long (expected: at most "
              + SchemaShape.MAX_DIGITS
              + " digits and an exponent within as many)";
    }
    for (JsonNode element : value) {
      String problem = problem(element);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  static boolean hasMoreThan(int entries, JsonNode value) {
    if (value.size() > entries) {
      return true;
    }
    for (JsonNode element : value) {
      if (element.isContainerNode() && hasMoreThan(entries, element)) {
        return true;
      }
    }
    return false;
  }
}
