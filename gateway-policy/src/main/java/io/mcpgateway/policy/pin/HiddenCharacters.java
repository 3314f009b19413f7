package io.mcpgateway.policy.pin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Characters that a reviewer does not see and a model reads: zero width, tags, selectors, fillers,
 * controls; and those that show text in another order than it has.
 */
final class HiddenCharacters {
  private HiddenCharacters() {}

  /** Which there are anywhere in a definition, names of members included; each once. */
  static List<String> in(JsonNode definition) {
    Set<Integer> found = new TreeSet<>();
    collect(definition, found);
    return found.stream().map(c -> "U+" + Integer.toHexString(c).toUpperCase(Locale.ROOT)).toList();
  }

  private static void collect(JsonNode value, Set<Integer> found) {
    if (value.isTextual()) {
      collect(value.textValue(), found);
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      collect(member.getKey(), found);
    }
    for (JsonNode element : value) {
      collect(element, found);
    }
  }

  private static void collect(String text, Set<Integer> found) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isHidden(c)) {
        found.add(c);
      }
    }
  }

  static boolean isHidden(int c) {
    if (c < 0x7F) {
      return c < ' ' && c != '\n' && c != '\r' && c != '\t';
    }
    return c <= 0x9F
        || c == 0xAD
        || c == 0x34F
        || c == 0x61C
        || c == 0x115F
        || c == 0x1160
        || (c >= 0x17B4 && c <= 0x17B5)
        || (c >= 0x180B && c <= 0x180F)
        || (c >= 0x200B && c <= 0x200F)
        || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2060 && c <= 0x206F)
        || c == 0x3164
        || (c >= 0xD800 && c <= 0xDFFF)
        || c == 0xFEFF
        || c == 0xFFA0
        || (c >= 0xFFF0 && c <= 0xFFFB)
        || (c >= 0xE0000 && c <= 0xE0FFF);
  }
}
