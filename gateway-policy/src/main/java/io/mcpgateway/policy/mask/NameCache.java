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
   * @param lower the same in lower case; empty if it is masked
   * @param alsoWithout whether values are also looked at as if they had no name, because that is
   *     what they have once the name is masked
   */
  record Name(String text, String lower, boolean alsoWithout) {
    static final Name NONE = new Name("", "");

    Name(String text, String lower) {
      this(text, lower, false);
    }

    /** The same name, which is going to be masked. */
    Name masked() {
      return new Name(text, lower, true);
    }
  }

  private record Entry(byte[] bytes, Name name) {}

  /** What stands before the number that tells two names apart: no detector reads over it. */
  static final String NUMBER = " ~";

  private static final int SIZE = 256;
  private static final int MAX_LENGTH = 64;

  /** How many letters a hash has. */
  private static final int HASH_LETTERS = 20;

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
    return new Name(text, isMasked(text) ? "" : text.toLowerCase(Locale.ROOT));
  }

  /** Whether something stands in it for a value: then it says nothing of what it names. */
  private static boolean isMasked(String text) {
    if (text.indexOf('[') >= 0 || text.contains("****") || text.contains("tok_")) {
      return true;
    }
    int letters = 0;
    for (int i = text.length() - 1; i >= 0; i--) {
      char c = text.charAt(i);
      if (c == '_' && letters >= HASH_LETTERS) {
        return true;
      }
      letters = c >= 'a' && c <= 'p' ? letters + 1 : 0;
    }
    return false;
  }
}
