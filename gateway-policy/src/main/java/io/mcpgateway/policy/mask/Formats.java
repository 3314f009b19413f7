package io.mcpgateway.policy.mask;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.format.DateTimeParseException;
import java.util.function.Consumer;

/**
 * The formats of JSON Schema 2020-12 (validation, section 7.3) as clients check them that check
 * formats, near enough for replacements.
 */
final class Formats {
  private Formats() {}

  /** Whether a text may stand where a format is declared; true of formats that nobody knows. */
  static boolean allow(String format, String text) {
    return switch (format) {
      case "date" -> parses(text, LocalDate::parse);
      case "date-time" -> parses(text, OffsetDateTime::parse);
      case "time" -> parses(text, OffsetTime::parse);
      case "duration" -> text.startsWith("P") && text.length() > 2;
      case "email", "idn-email" -> isEmail(text);
      case "hostname", "idn-hostname" -> isHost(text);
      case "ipv4" -> isIpv4(text);
      case "ipv6" -> isIpv6(text);
      case "uri", "iri" -> isUri(text, true);
      case "uri-reference", "iri-reference" -> isUri(text, false);
      case "uuid" -> isUuid(text);
      default -> true;
    };
  }

  private static boolean parses(String text, Consumer<String> parser) {
    try {
      parser.accept(text);
      return true;
    } catch (DateTimeParseException other) {
      return false;
    }
  }

  private static boolean isEmail(String text) {
    int at = text.indexOf('@');
    return at > 0
        && text.indexOf('@', at + 1) < 0
        && isLocal(text.substring(0, at))
        && isHost(text.substring(at + 1));
  }

  private static boolean isLocal(String text) {
    return !text.startsWith(".")
        && !text.endsWith(".")
        && text.chars().allMatch(c -> isWord(c) || "!#$%&'*+-/=?^_`{|}~.".indexOf(c) >= 0);
  }

  private static boolean isHost(String text) {
    return !text.isEmpty()
        && text.length() <= 253
        && isWord(text.charAt(0))
        && isWord(text.charAt(text.length() - 1))
        && text.chars().allMatch(c -> isWord(c) || c == '-' || c == '.');
  }

  private static boolean isWord(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isIpv4(String text) {
    int dots = 0;
    int value = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        dots++;
        if (value < 0) {
          return false;
        }
        value = -1;
      } else if (c >= '0' && c <= '9') {
        value = Math.max(value, 0) * 10 + (c - '0');
        if (value > 255) {
          return false;
        }
      } else {
        return false;
      }
    }
    return dots == 3 && value >= 0;
  }

  private static boolean isIpv6(String text) {
    return text.chars().filter(c -> c == ':').count() >= 2
        && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
  }

  private static boolean isUri(String text, boolean absolute) {
    try {
      URI uri = new URI(text);
      return !absolute || uri.isAbsolute();
    } catch (URISyntaxException other) {
      return false;
    }
  }

  private static boolean isUuid(String text) {
    if (text.length() != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? text.charAt(i) != '-' : Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
