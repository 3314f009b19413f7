package io.mcpgateway.core.transport;

import java.util.List;

/** What {@code Content-Type} and {@code Accept} say (RFC 9110 sections 8.3 and 12.5.1). */
final class MediaTypes {
  static final String JSON = "application/json";
  static final String EVENT_STREAM = "text/event-stream";
  static final String HTML = "text/html";

  private MediaTypes() {}

  /** Whether the media type is JSON in UTF-8. */
  static boolean isJson(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    if (!type.strip().equalsIgnoreCase(JSON)) {
      return false;
    }
    while (semicolon >= 0) {
      int next = contentType.indexOf(';', semicolon + 1);
      String parameter =
          contentType.substring(semicolon + 1, next < 0 ? contentType.length() : next).strip();
      if (parameter.regionMatches(true, 0, "charset=", 0, 8)) {
        String charset = parameter.substring(8);
        if (!charset.equalsIgnoreCase("utf-8") && !charset.equalsIgnoreCase("\"utf-8\"")) {
          return false;
        }
      }
      semicolon = next;
    }
    return true;
  }

  /** Whether one of the {@code Accept} values names {@code type} itself, with a quality above 0. */
  static boolean names(List<String> accept, String type) {
    return matches(accept, type, false);
  }

  /** Whether one of the {@code Accept} values covers {@code type}, be it by a wildcard. */
  static boolean covers(List<String> accept, String type) {
    return matches(accept, type, true);
  }

  private static boolean matches(List<String> accept, String type, boolean wildcards) {
    for (String value : accept) {
      int start = 0;
      while (start <= value.length()) {
        int comma = value.indexOf(',', start);
        int end = comma < 0 ? value.length() : comma;
        if (rangeMatches(value, start, end, type, wildcards)) {
          return true;
        }
        start = end + 1;
      }
    }
    return false;
  }

  private static boolean rangeMatches(
      String value, int start, int end, String type, boolean wildcards) {
    int semicolon = value.indexOf(';', start);
    int rangeEnd = semicolon < 0 || semicolon > end ? end : semicolon;
    if (rangeEnd < end && excluded(value.substring(rangeEnd, end))) {
      return false;
    }
    int from = start;
    while (from < rangeEnd && value.charAt(from) <= ' ') {
      from++;
    }
    int to = rangeEnd;
    while (to > from && value.charAt(to - 1) <= ' ') {
      to--;
    }
    if (to - from == type.length() && value.regionMatches(true, from, type, 0, type.length())) {
      return true;
    }
    if (!wildcards) {
      return false;
    }
    String range = value.substring(from, to);
    int slash = type.indexOf('/');
    return range.equals("*/*")
        || (range.endsWith("/*")
            && range.length() == slash + 2
            && range.regionMatches(true, 0, type, 0, slash));
  }

  /** Whether the parameters say {@code q=0}. */
  private static boolean excluded(String parameters) {
    for (String parameter : parameters.split(";", -1)) {
      String stripped = parameter.strip();
      if (stripped.regionMatches(true, 0, "q=0", 0, 3)) {
        boolean zero = true;
        for (int i = 3; i < stripped.length(); i++) {
          zero &= stripped.charAt(i) == '.' || stripped.charAt(i) == '0';
        }
        return zero;
      }
    }
    return false;
  }
}
