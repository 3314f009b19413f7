package io.mcpgateway.core.exchange;

import java.util.HashSet;
import java.util.Set;

/** Whether a text is a {@code tracestate} (W3C Trace Context section 3.3) that may go on. */
final class TraceState {
  static final String NAME = "tracestate";

  private static final int MAX_LENGTH = 512;
  private static final int MAX_MEMBERS = 32;
  private static final int MAX_PART = 256;
  private static final int MAX_TENANT = 241;
  private static final int MAX_SYSTEM = 14;

  private TraceState() {}

  static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    Set<String> keys = new HashSet<>();
    int start = 0;
    while (start <= text.length()) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      // Members may be empty, and padded.
      String member = trim(text, start, end);
      if (!member.isEmpty() && !add(member, keys)) {
        return false;
      }
      start = end + 1;
    }
    return !keys.isEmpty();
  }

  private static String trim(String text, int start, int end) {
    int from = start;
    int to = end;
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean add(String member, Set<String> keys) {
    int equals = member.indexOf('=');
    if (equals < 0 || keys.size() == MAX_MEMBERS) {
      return false;
    }
    String key = member.substring(0, equals);
    return isKey(key) && isValue(member.substring(equals + 1)) && keys.add(key);
  }

  private static boolean isKey(String key) {
    int at = key.indexOf('@');
    if (at < 0) {
      return isName(key, MAX_PART, false);
    }
    return isName(key.substring(0, at), MAX_TENANT, true)
        && isName(key.substring(at + 1), MAX_SYSTEM, false);
  }

  private static boolean isName(String name, int longest, boolean mayBeginWithDigit) {
    if (name.isEmpty() || name.length() > longest) {
      return false;
    }
    char first = name.charAt(0);
    if (!isLetter(first) && !(mayBeginWithDigit && isDigit(first))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLetter(c) && !isDigit(c) && c != '_' && c != '-' && c != '*' && c != '/') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isValue(String value) {
    if (value.length() > MAX_PART) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x20 || c > 0x7E || c == '=' || c == ',') {
        return false;
      }
    }
    return !value.isEmpty();
  }
}
