package io.mcpgateway.auth.token;

import static io.mcpgateway.auth.token.ExplainedLines.shown;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lines for claims that policies may ask for: what a condition finds in {@code claims}. */
final class ExplainedClaims {
  private ExplainedClaims() {}

  /**
   * @param names those that are kept, whether the caller has them or not
   */
  static void note(Map<String, Object> claims, Set<String> names, ExplainedLines lines) {
    for (String name : new TreeSet<>(names)) {
      lines.note("claims", shown(name) + " is " + text(claims.get(name)));
    }
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "not there";
      case String text -> shown(text);
      case List<?> list ->
          list.stream()
              .map(each -> shown(String.valueOf(each)))
              .collect(Collectors.joining(", ", "[", "]"));
      default -> value.toString();
    };
  }
}
