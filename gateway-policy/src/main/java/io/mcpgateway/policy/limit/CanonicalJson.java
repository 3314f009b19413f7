package io.mcpgateway.policy.limit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One text for all the ways in which one JSON value can be written: no white space, members in the
 * order of their names, one way to escape, one way to write a number. Like RFC 8785, but numbers
 * keep all their digits, so that no two amounts are one.
 *
 * <p>The work is that of sorting as many members as a message may have.
 */
final class CanonicalJson {
  /** A number whose exponent has more digits is beyond every amount. */
  private static final int MAX_EXPONENT_DIGITS = 15;

  private sealed interface Node {
    record Scalar(String json) implements Node {}

    record Elements(List<Node> nodes) implements Node {}

    record Members(SortedMap<String, Node> nodes) implements Node {}
  }

  private CanonicalJson() {}

  /**
   * @param value where the value stands in {@code bytes}, which have been scanned
   */
  static String of(byte[] bytes, Span value) {
    try (JsonParser parser = Json.parser(bytes, value.start(), value.length())) {
      StringBuilder json = new StringBuilder(value.length());
      write(read(parser, parser.nextToken()), json);
      return json.toString();
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private static Node read(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> {
        SortedMap<String, Node> members = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          members.put(name, read(parser, parser.nextToken()));
        }
        yield new Node.Members(members);
      }
      case START_ARRAY -> {
        List<Node> elements = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          elements.add(read(parser, next));
        }
        yield new Node.Elements(elements);
      }
      case VALUE_STRING -> new Node.Scalar(Json.quote(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Scalar(number(parser.getText()));
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> new Node.Scalar(parser.getText());
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value: " + token);
    };
  }

  private static void write(Node node, StringBuilder json) {
    switch (node) {
      case Node.Scalar(String scalar) -> json.append(scalar);
      case Node.Elements(List<Node> nodes) -> {
        char before = '[';
        for (Node each : nodes) {
          json.append(before);
          before = ',';
          write(each, json);
        }
        json.append(nodes.isEmpty() ? "[]" : "]");
      }
      case Node.Members(SortedMap<String, Node> nodes) -> {
        char before = '{';
        for (Map.Entry<String, Node> each : nodes.entrySet()) {
          json.append(before).append(Json.quote(each.getKey())).append(':');
          before = ',';
          write(each.getValue(), json);
        }
        json.append(nodes.isEmpty() ? "{}" : "}");
      }
    }
  }

  /** Significant digits and a power of ten: 1.0, 1e0 and 10E-1 are all {@code 1e0}. */
  static String number(String text) {
    int sign = text.startsWith("-") ? 1 : 0;
    int mark = Math.max(text.indexOf('e'), text.indexOf('E'));
    String mantissa = text.substring(sign, mark < 0 ? text.length() : mark);
    int dot = mantissa.indexOf('.');
    String digits =
        dot < 0 ? mantissa : mantissa.substring(0, dot).concat(mantissa.substring(dot + 1));
    int first = 0;
    while (first < digits.length() && digits.charAt(first) == '0') {
      first++;
    }
    if (first == digits.length()) {
      return "0";
    }
    int last = digits.length();
    while (digits.charAt(last - 1) == '0') {
      last--;
    }
    int shift = digits.length() - last - (dot < 0 ? 0 : mantissa.length() - dot - 1);
    return (sign == 1 ? "-" : "")
        + digits.substring(first, last)
        + 'e'
        + exponent(mark < 0 ? "0" : text.substring(mark + 1), shift);
  }

  private static String exponent(String text, int shift) {
    boolean negative = text.startsWith("-");
    int first = negative || text.startsWith("+") ? 1 : 0;
    while (first < text.length() - 1 && text.charAt(first) == '0') {
      first++;
    }
    String digits = text.substring(first);
    if (digits.length() > MAX_EXPONENT_DIGITS) {
      return negative ? "-" + digits : digits;
    }
    long exponent = Long.parseLong(digits);
    return Long.toString((negative ? -exponent : exponent) + shift);
  }
}
