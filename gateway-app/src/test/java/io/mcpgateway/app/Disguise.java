package io.mcpgateway.app;

import io.mcpgateway.core.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.IntFunction;

/** How a value can be written so that whoever looks for it byte by byte misses it. */
enum Disguise {
  PLAIN,
  JSON_ESCAPES,
  FULL_WIDTH,
  FULL_WIDTH_DIGITS,
  ARABIC_INDIC_DIGITS,
  ZERO_WIDTH_SEPARATORS,
  HTML_ENTITIES,
  HEX_ENTITIES,
  PERCENT,
  BASE64;

  /** A canary with what stands around it, as a JSON string. */
  String json(Canary canary) {
    String text = text(canary);
    if (this != JSON_ESCAPES) {
      return Json.quote(text);
    }
    StringBuilder json = new StringBuilder("\"");
    text.chars().forEach(c -> json.append("\\u%04X".formatted(c)));
    return json.append('"').toString();
  }

  String text(Canary canary) {
    if (this == BASE64) {
      // What is shorter than twelve bytes in base64 is not looked into: it is like a word.
      return Base64.getEncoder()
          .encodeToString(("It is " + canary.text()).getBytes(StandardCharsets.UTF_8));
    }
    return canary.before() + disguised(canary.value()) + canary.after();
  }

  private String disguised(String value) {
    return switch (this) {
      case PLAIN, JSON_ESCAPES, BASE64 -> value;
      case FULL_WIDTH ->
          mapped(value, c -> Character.toString(c == ' ' ? 0x3000 : c - '!' + 0xFF01));
      case FULL_WIDTH_DIGITS -> mapped(value, c -> digit(c, 0xFF10));
      case ARABIC_INDIC_DIGITS -> mapped(value, c -> digit(c, 0x660));
      case ZERO_WIDTH_SEPARATORS -> String.join("\u200B", value.split("", -1));
      case HTML_ENTITIES -> mapped(value, c -> "&#" + c + ";");
      case HEX_ENTITIES -> mapped(value, c -> "&#x" + Integer.toHexString(c) + ";");
      case PERCENT -> mapped(value, c -> "%%%02X".formatted(c));
    };
  }

  private static String digit(int c, int zero) {
    return Character.toString(c >= '0' && c <= '9' ? c - '0' + zero : c);
  }

  private static String mapped(String value, IntFunction<String> mapping) {
    StringBuilder mapped = new StringBuilder();
    value.codePoints().mapToObj(mapping).forEach(mapped::append);
    return mapped.toString();
  }
}
