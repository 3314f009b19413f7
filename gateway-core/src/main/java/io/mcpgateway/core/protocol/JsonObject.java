package io.mcpgateway.core.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object inside a message: their names, and where their values stand.
 *
 * <p>An index over bytes that {@link MessageScanner} has accepted; nothing is copied but the names.
 */
public final class JsonObject {
  private static final String[] NO_NAMES = {};
  private static final int[] NO_BOUNDS = {};

  private final byte[] bytes;
  private String[] names = NO_NAMES;
  private int[] bounds = NO_BOUNDS;
  private int size;

  JsonObject(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Indexes the object at {@code span}.
   *
   * @throws IllegalArgumentException if there is no well-formed object at {@code span}
   */
  public static JsonObject at(byte[] bytes, Span span) {
    JsonObject object = new JsonObject(bytes);
    JsonCursor cursor = new JsonCursor(bytes, span.start(), span.end());
    try {
      cursor.enterObject();
      while (cursor.nextMember()) {
        String name = cursor.name();
        int start = cursor.position();
        cursor.skip();
        object.add(name, start, cursor.position());
      }
      cursor.expectEnd();
    } catch (MalformedJsonException malformed) {
      throw new IllegalArgumentException("not a JSON object: " + span, malformed);
    }
    return object;
  }

  void add(String name, int start, int end) {
    if (size == names.length) {
      int more = Math.max(6, size * 2);
      names = Arrays.copyOf(names, more);
      bounds = Arrays.copyOf(bounds, 2 * more);
    }
    names[size] = name;
    bounds[2 * size] = start;
    bounds[2 * size + 1] = end;
    size++;
  }

  /** The same members where they stand in {@code spliced}. */
  JsonObject moved(byte[] spliced, Splices splices) {
    JsonObject moved = new JsonObject(spliced);
    moved.names = names;
    moved.bounds = new int[bounds.length];
    moved.size = size;
    for (int i = 0; i < 2 * size; i++) {
      moved.bounds[i] = splices.moved(bounds[i]);
    }
    return moved;
  }

  public int size() {
    return size;
  }

  public String name(int index) {
    return names[index];
  }

  public Span value(int index) {
    return new Span(bounds[2 * index], bounds[2 * index + 1]);
  }

  /** Where the value of {@code name} stands, or null if there is no such member. */
  public @Nullable Span span(String name) {
    int index = indexOf(name);
    return index < 0 ? null : value(index);
  }

  public boolean has(String name) {
    return indexOf(name) >= 0;
  }

  /** The member's text if it is a JSON string, otherwise null. */
  public @Nullable String string(String name) {
    int index = indexOf(name);
    if (index < 0 || bytes[bounds[2 * index]] != '"') {
      return null;
    }
    return Json.string(bytes, value(index));
  }

  /** The member if it is a JSON object, otherwise null. */
  public @Nullable JsonObject object(String name) {
    int index = indexOf(name);
    if (index < 0 || bytes[bounds[2 * index]] != '{') {
      return null;
    }
    return at(bytes, value(index));
  }

  /** The member's JSON text as it was written, or null if there is no such member. */
  public @Nullable String raw(String name) {
    Span span = span(name);
    return span == null ? null : span.text(bytes);
  }

  private int indexOf(String name) {
    for (int i = 0; i < size; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
