package io.mcpgateway.policy.mask;

import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.Span;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Member names as strings, so that the few that a message has are made once. Used by one thread.
 */
final class NameCache {
  /**
   * A member name.
   *
   * @param text as it is meant, escapes resolved
   * @param lower the same in lower case
   */
  record Name(String text, String lower) {
    static final Name NONE = new Name("", "");
  }

  private record Entry(byte[] bytes, Name name) {}

  private static final int SIZE = 256;
  private static final int MAX_LENGTH = 64;

  private final @Nullable Entry[] entries = new @Nullable Entry[SIZE];

  /** The name that the string from {@code at} to {@code end} says, quotes included. */
  Name of(byte[] json, int at, int end) {
    int length = end - at;
    if (length > MAX_LENGTH) {
      return read(json, at, end);
    }
    int hash = length;
    for (int i = at; i < end; i++) {
      hash = 31 * hash + json[i];
    }
    int slot = (hash ^ hash >>> 8) & SIZE - 1;
    Entry known = entries[slot];
    if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, json, at, end)) {
      return known.name;
    }
    Name name = read(json, at, end);
    entries[slot] = new Entry(Arrays.copyOfRange(json, at, end), name);
    return name;
  }

  private static Name read(byte[] json, int at, int end) {
    String text = Json.string(json, new Span(at, end));
    return new Name(text, text.toLowerCase(Locale.ROOT));
  }
}
