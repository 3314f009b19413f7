package io.mcpgateway.core.upstream;

import org.jspecify.annotations.Nullable;

/** The media types that matter (RFC 9110 section 8.3: case-insensitive, parameters ignored). */
enum MediaType {
  JSON("application/json"),
  EVENT_STREAM("text/event-stream"),
  OTHER("");

  private final String name;

  MediaType(String name) {
    this.name = name;
  }

  static MediaType of(@Nullable String contentType) {
    if (contentType == null) {
      return OTHER;
    }
    int end = contentType.indexOf(';');
    end = end < 0 ? contentType.length() : end;
    while (end > 0 && (contentType.charAt(end - 1) == ' ' || contentType.charAt(end - 1) == '\t')) {
      end--;
    }
    if (isAt(contentType, end, JSON)) {
      return JSON;
    }
    return isAt(contentType, end, EVENT_STREAM) ? EVENT_STREAM : OTHER;
  }

  private static boolean isAt(String contentType, int end, MediaType type) {
    return end == type.name.length() && contentType.regionMatches(true, 0, type.name, 0, end);
  }
}
