package io.mcpgateway.policy.access;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A URI template of level 1 or 2, with one variable in each expression (RFC 6570 section 1.2).
 *
 * @param literals what stands before each expression, and after the last
 * @param reserved of each variable, whether reserved characters stay
 */
record UriTemplate(List<String> literals, List<String> variables, List<Boolean> reserved) {
  static @Nullable UriTemplate of(String text) {
    List<String> literals = new ArrayList<>();
    List<String> variables = new ArrayList<>();
    List<Boolean> reserved = new ArrayList<>();
    int from = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        return null;
      }
      boolean plus = text.startsWith("+", open + 1);
      String variable = text.substring(open + (plus ? 2 : 1), close);
      if (variable.isEmpty() || !variable.chars().allMatch(UriTemplate::isNamePart)) {
        return null;
      }
      literals.add(text.substring(from, open));
      variables.add(variable);
      reserved.add(plus);
      from = close + 1;
    }
    literals.add(text.substring(from));
    return new UriTemplate(literals, variables, reserved);
  }

  private static boolean isNamePart(int c) {
    return c == '_' || c == '.' || Character.isLetterOrDigit(c);
  }

  String expand(UnaryOperator<String> values) {
    StringBuilder uri = new StringBuilder();
    for (int i = 0; i < variables.size(); i++) {
      uri.append(literals.get(i));
      encode(values.apply(variables.get(i)), reserved.get(i), uri);
    }
    return uri.append(literals.getLast()).toString();
  }

  private static void encode(String value, boolean reserved, StringBuilder uri) {
    for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xFF);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0
              || (reserved && ":/?#[]@!$&'()*+,;=%".indexOf(c) >= 0);
      if (plain) {
        uri.append(c);
      } else {
        uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
      }
    }
  }
}
