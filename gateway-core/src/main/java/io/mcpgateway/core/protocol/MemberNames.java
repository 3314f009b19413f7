package io.mcpgateway.core.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The member names seen so far in each object that is open, to find two of one name. Names are
 * compared as the text they mean, escapes resolved. Small objects are compared by hash one by one,
 * larger ones through a set, so that the work stays linear.
 */
final class MemberNames {
  private static final int SMALL = 16;
  private static final int KEPT = 256;
  private static final byte[] NOTHING = {};

  /** One to use again on each thread: most messages are small and need the same room. */
  private static final ThreadLocal<@Nullable MemberNames> SPARE = new ThreadLocal<>();

  private byte[] bytes;
  private int[] hashes = new int[SMALL];
  private int[] bounds = new int[2 * SMALL];
  private int size;

  /** For each open object, where its names begin; and its set once it is no longer small. */
  private int[] objects = new int[8];

  private @Nullable Set<String> @Nullable [] large;
  private int open;

  private MemberNames(byte[] bytes) {
    this.bytes = bytes;
  }

  static MemberNames of(byte[] bytes) {
    MemberNames spare = SPARE.get();
    if (spare == null) {
      return new MemberNames(bytes);
    }
    SPARE.set(null);
    spare.bytes = bytes;
    return spare;
  }

  /** Nothing is asked of it any more: every object is closed. */
  void release() {
    if (hashes.length <= KEPT && large == null) {
      bytes = NOTHING;
      size = 0;
      open = 0;
      SPARE.set(this);
    }
  }

  void open() {
    if (open == objects.length) {
      objects = Arrays.copyOf(objects, open * 2);
    }
    objects[open++] = size;
  }

  void close() {
    size = objects[--open];
    if (large != null && open < large.length) {
      large[open] = null;
    }
  }

  /**
   * Notes a name of the innermost object.
   *
   * @return false if it has one of that name already
   */
  boolean add(int start, int end, boolean escaped) {
    int first = objects[open - 1];
    if (size - first >= SMALL || escaped) {
      return addToSet(first, start, end);
    }
    int hash = hash(start, end);
    for (int i = first; i < size; i++) {
      if (hashes[i] == hash
          && Arrays.equals(bytes, bounds[2 * i], bounds[2 * i + 1], bytes, start, end)) {
        return false;
      }
    }
    Set<String> set = large == null || open > large.length ? null : large[open - 1];
    if (set != null && !set.add(text(start, end))) {
      return false;
    }
    remember(hash, start, end);
    return true;
  }

  /** Large objects, and those with an escaped name, are compared as strings. */
  private boolean addToSet(int first, int start, int end) {
    Set<String> set = setOfInnermost(first);
    if (!set.add(text(start, end))) {
      return false;
    }
    if (size - first < SMALL) {
      remember(hash(start, end), start, end);
    }
    return true;
  }

  private Set<String> setOfInnermost(int first) {
    @Nullable Set<String>[] sets = large;
    if (sets == null || sets.length < open) {
      sets = sets == null ? newSets(open + 8) : Arrays.copyOf(sets, open + 8);
      large = sets;
    }
    Set<String> set = sets[open - 1];
    if (set == null) {
      set = new HashSet<>();
      for (int i = first; i < size; i++) {
        set.add(text(bounds[2 * i], bounds[2 * i + 1]));
      }
      sets[open - 1] = set;
    }
    return set;
  }

  @SuppressWarnings({
    "unchecked",
    "rawtypes"
  }) // An array of a generic type cannot be made otherwise.
  private static @Nullable Set<String>[] newSets(int length) {
    return new Set[length];
  }

  private void remember(int hash, int start, int end) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, size * 2);
      bounds = Arrays.copyOf(bounds, size * 4);
    }
    hashes[size] = hash;
    bounds[2 * size] = start;
    bounds[2 * size + 1] = end;
    size++;
  }

  private int hash(int start, int end) {
    int hash = end - start;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  private String text(int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == '\\') {
        return Json.string(bytes, new Span(start - 1, end + 1));
      }
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }
}
