package io.mcpgateway.app;

import io.mcpgateway.core.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;

/** How a value can be written so that whoever looks for it byte by byte misses it. */
enum Disguise {
  PLAIN,
  JSON_ESCAPES,
  FULL_WIDTH,
  FULL_WIDTH_DIGITS,
  ARABIC_INDIC_DIGITS,
  ZERO_WIDTH_SEPARATORS,
  UNDERLINED_DIGITS,
  SUPERSCRIPT_DIGITS,
  ENDS_OF_LINES,
  TAGS,
  HTML_ENTITIES,
  HEX_ENTITIES,
  UPPER_HEX_ENTITIES,
  ENTITIES_WITH_ZEROS,
  OPEN_ENTITIES,
  PERCENT,
  PERCENT_FULL_WIDTH_DIGITS,
  U_ESCAPES,
  X_ESCAPES,
  BRACED_ESCAPES,
  BASE64,
  BASE64_IN_URL,
  BASE64_FOR_URLS,
  BASE64_OVER_LINES,
  BASE64_OF_UTF_16LE,
  BASE64_OF_UTF_16BE;

  private static final List<String> NUMBERS = List.of("card", "iban", "us-ssn");

  /** Whether a value of a kind may be written so, and is still found. */
  boolean suits(Canary canary) {
    return (this != ENDS_OF_LINES && this != TAGS) || NUMBERS.contains(canary.kind());
  }

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
    byte[] utf8 = canary.text().getBytes(StandardCharsets.UTF_8);
    return switch (this) {
      case BASE64 -> Base64.getEncoder().encodeToString(utf8);
      case BASE64_IN_URL ->
          "https://example.com/x-1/" + Base64.getEncoder().encodeToString(utf8) + "?page=2";
      case BASE64_FOR_URLS ->
          "https://example.com/a/b?q="
              + Base64.getUrlEncoder().withoutPadding().encodeToString(utf8);
      case BASE64_OVER_LINES ->
          Base64.getMimeEncoder()
              .encodeToString(
                  ("It is a long story. ".repeat(2) + canary.text() + " and some more. ".repeat(9))
                      .getBytes(StandardCharsets.UTF_8));
      case BASE64_OF_UTF_16LE ->
          Base64.getEncoder()
              .encodeToString(("\uFEFF" + canary.text()).getBytes(StandardCharsets.UTF_16LE));
      case BASE64_OF_UTF_16BE ->
          Base64.getEncoder().encodeToString(canary.text().getBytes(StandardCharsets.UTF_16BE));
      default -> canary.before() + disguised(canary.value()) + canary.after();
    };
  }

  private String disguised(String value) {
    return switch (this) {
      case PLAIN,
          JSON_ESCAPES,
          BASE64,
          BASE64_IN_URL,
          BASE64_FOR_URLS,
          BASE64_OVER_LINES,
          BASE64_OF_UTF_16LE,
          BASE64_OF_UTF_16BE ->
          value;
      case FULL_WIDTH ->
          mapped(value, c -> Character.toString(c == ' ' ? 0x3000 : c - '!' + 0xFF01));
      case FULL_WIDTH_DIGITS -> mapped(value, c -> digit(c, 0xFF10));
      case ARABIC_INDIC_DIGITS -> mapped(value, c -> digit(c, 0x660));
      case ZERO_WIDTH_SEPARATORS -> String.join("\u200B", value.split("", -1));
      case UNDERLINED_DIGITS -> mapped(value, c -> Character.toString(c) + underline(c));
      case SUPERSCRIPT_DIGITS -> mapped(value, Disguise::superscript);
      case ENDS_OF_LINES -> value.replace(" ", "\n").replace("-", "-\r\n  ");
      case TAGS -> mapped(value, c -> Character.toString(c) + (isDigit(c) ? "<wbr>" : ""));
      case HTML_ENTITIES -> mapped(value, c -> "&#" + c + ";");
      case HEX_ENTITIES -> mapped(value, c -> "&#x" + Integer.toHexString(c) + ";");
      case UPPER_HEX_ENTITIES -> mapped(value, c -> "&#X%X;".formatted(c));
      case ENTITIES_WITH_ZEROS -> mapped(value, "&#%09d;"::formatted);
      case OPEN_ENTITIES -> mapped(value, c -> "&#" + c);
      case PERCENT -> mapped(value, c -> percent(Character.toString(c)));
      case PERCENT_FULL_WIDTH_DIGITS -> mapped(value, c -> percent(digit(c, 0xFF10)));
      case U_ESCAPES -> mapped(value, "\\u%04x"::formatted);
      case X_ESCAPES -> mapped(value, "\\x%02X"::formatted);
      case BRACED_ESCAPES -> mapped(value, "\\u{%x}"::formatted);
    };
  }

  private static String percent(String text) {
    StringBuilder percent = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      percent.append("%%%02X".formatted(b & 0xFF));
    }
    return percent.toString();
  }

  private static String digit(int c, int zero) {
    return Character.toString(isDigit(c) ? c - '0' + zero : c);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static String underline(int c) {
    return isDigit(c) ? "\u0332" : "";
  }

  private static String superscript(int c) {
    return isDigit(c)
        ? "\u2070\u00B9\u00B2\u00B3\u2074\u2075\u2076\u2077\u2078\u2079"
            .substring(c - '0', c - '0' + 1)
        : Character.toString(c);
  }

  private static String mapped(String value, IntFunction<String> mapping) {
    StringBuilder mapped = new StringBuilder();
    value.codePoints().mapToObj(mapping).forEach(mapped::append);
    return mapped.toString();
  }
}
