package io.mcpgateway.policy.mask;

import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.Span;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
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
   * @param traits of {@code text}
   */
  record Name(String text, String lower, boolean alsoWithout, Traits traits) {
    static final Name NONE = new Name("", "");

    Name(String text, String lower) {
      this(text, lower, false, Traits.of(text, lower, false));
    }

    /** The same name, which is going to be masked. */
    Name masked() {
      return new Name(text, lower, true, traits);
    }
  }

  /**
   * What is asked of every name, told once.
   *
   * @param plain whether there are but a few letters, in which nothing can be found
   * @param vague whether it only says that something is a value
   * @param label whether it says that its own value names another
   * @param special whether something else than masking goes by it
   */
  record Traits(boolean plain, boolean vague, boolean label, boolean special) {
    /** Longer names of letters alone may hold something. */
    private static final int MAX_PLAIN = 18;

    private static final Set<String> SPECIAL =
        Set.of(
            "_meta",
            "arguments",
            "blob",
            "cacheScope",
            "data",
            "name",
            "params",
            "prompts",
            "ref",
            "requestState",
            "resourceTemplates",
            "resources",
            "result",
            "structuredContent",
            "tools",
            "uri");

    /**
     * @param escaped whether it is written with escapes
     */
    static Traits of(String text, String lower, boolean escaped) {
      return new Traits(
          !escaped && isPlain(text),
          MemberNames.VALUES.contains(lower),
          MemberNames.LABELS.contains(lower),
          SPECIAL.contains(text));
    }

    private static boolean isPlain(String text) {
      return text.length() <= MAX_PLAIN && text.chars().allMatch(Traits::isLetter);
    }

    private static boolean isLetter(int c) {
      return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
  }

  /**
   * A name that is known.
   *
   * @param head its first bytes, none if there are no more than those of {@code tail}
   * @param tail its last bytes
   */
  private record Entry(byte[] bytes, long head, long tail, Name name) {
    boolean is(byte[] json, int at, int end, long otherHead, long otherTail) {
      int length = end - at;
      return bytes.length == length
          && head == otherHead
          && tail == otherTail
          && (length <= 2 * Long.BYTES || Arrays.equals(bytes, 0, length, json, at, end));
    }
  }

  /** What stands before the number that tells two names apart: no detector reads over it. */
  static final String NUMBER = " ~";

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int SLOT_BITS = 8;

  /** The golden ratio in 64 bits, as a multiplier that spreads. */
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private static final int MAX_LENGTH = 64;

  /** How many letters a hash has. */
  private static final int HASH_LETTERS = 20;

  private final @Nullable Entry[] entries = new @Nullable Entry[1 << SLOT_BITS];

  /** The name that the string from {@code at} to {@code end} says, quotes included. */
  Name of(byte[] json, int at, int end) {
    int length = end - at;
    if (length > MAX_LENGTH) {
      return read(json, at, end);
    }
    // Most names are no longer than two words of the machine, which tell them apart.
    long head = length > Long.BYTES ? (long) WORD.get(json, at) : 0;
    long tail = tail(json, at, end);
    int slot = slot(head, tail);
    Entry known = entries[slot];
    if (known != null && known.is(json, at, end, head, tail)) {
      return known.name;
    }
    // Two names of one slot would drive each other out: the older one moves to the next.
    Entry older = entries[slot ^ 1];
    if (older != null && older.is(json, at, end, head, tail)) {
      return older.name;
    }
    Name name = read(json, at, end);
    entries[slot ^ 1] = known;
    entries[slot] = new Entry(Arrays.copyOfRange(json, at, end), head, tail, name);
    return name;
  }

  /** The last eight bytes, or all that there are. */
  private static long tail(byte[] json, int at, int end) {
    if (end >= Long.BYTES) {
      long tail = (long) WORD.get(json, end - Long.BYTES);
      return end - at >= Long.BYTES ? tail : tail >>> (Long.SIZE - Byte.SIZE * (end - at));
    }
    long tail = 0;
    for (int i = end - 1; i >= at; i--) {
      tail = tail << Byte.SIZE | (json[i] & 0xFF);
    }
    return tail;
  }

  private static int slot(long head, long tail) {
    // The upper bits of a product depend on all of its factors.
    return (int) (((head * 31 + tail) * MIX) >>> (Long.SIZE - SLOT_BITS));
  }

  private static Name read(byte[] json, int at, int end) {
    String text = Json.string(json, new Span(at, end));
    String lower = isMasked(text) ? "" : text.toLowerCase(Locale.ROOT);
    boolean escaped = end - at > text.length() + 2;
    return new Name(text, lower, false, Traits.of(text, lower, escaped));
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
