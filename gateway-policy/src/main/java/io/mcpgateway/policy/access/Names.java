package io.mcpgateway.policy.access;

import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.model.ResourceUri;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which names can be decided about, and in which form rules are compared with them. */
final class Names {
  private static final int MAX_TOOL_NAME = 128;
  private static final int MAX_PROMPT_NAME = 256;
  private static final Set<String> KNOWN_METHODS =
      Arrays.stream(McpMethod.values())
          .map(method -> method.wireName().toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  private Names() {}

  /** The name as rules are compared with it, or null if it is not one. */
  static @Nullable String judged(Primitive primitive, String name) {
    return switch (primitive) {
      case TOOL -> isToolName(name) ? name : null;
      case RESOURCE -> ResourceUri.normalize(name);
      case PROMPT -> isPromptName(name) ? name : null;
    };
  }

  /** What stands before the first expression of a URI template (RFC 6570). */
  static String literalStart(String template) {
    int expression = template.indexOf('{');
    return expression < 0 ? template : template.substring(0, expression);
  }

  /**
   * Whether it is a method that MCP does not have in any era, nor in another spelling: one that it
   * has is decided by what it names.
   */
  static boolean isForeignMethod(String method) {
    return isToolName(method) && !KNOWN_METHODS.contains(method.toLowerCase(Locale.ROOT));
  }

  /** Visible ASCII, so that no two names look alike and no reader cuts one short. */
  private static boolean isToolName(String name) {
    if (name.isEmpty() || name.length() > MAX_TOOL_NAME) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) <= ' ' || name.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isPromptName(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_PROMPT_NAME
        && name.equals(name.strip())
        && name.codePoints()
            .noneMatch(
                c ->
                    Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE);
  }
}
