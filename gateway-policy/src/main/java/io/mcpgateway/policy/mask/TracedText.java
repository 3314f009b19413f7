package io.mcpgateway.policy.mask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text that was made from another, and where each part of it comes from: stretches that were
 * copied, and characters that stand for something else. Used by one thread.
 */
final class TracedText {
  private static final int FIELDS = 3;

  private byte[] bytes;
  private int size;

  /** Of each part: where it begins here, where it begins in the source, where it ends there. */
  private int[] parts = new int[FIELDS * 16];

  private int partCount;

  TracedText(int capacity) {
    this.bytes = new byte[capacity];
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  /** The last byte, or 0 if there is none. */
  int last() {
    return size == 0 ? 0 : bytes[size - 1];
  }

  /** Empties it, for another text. */
  void clear() {
    size = 0;
    partCount = 0;
  }

  /** Adds what stands from {@code from} to {@code to} in the source. */
  void copy(byte[] source, int from, int to) {
    if (from == to) {
      return;
    }
    part(from, to);
    ensure(to - from);
    System.arraycopy(source, from, bytes, size, to - from);
    size += to - from;
  }

  /**
   * Adds a character that stands from {@code from} to {@code to} in the source as something else.
   */
  void codePoint(int c, int from, int to) {
    // A part of its own, even beside a copy: it is replaced as a whole.
    part(from, to);
    ensure(4);
    if (c < 0x80) {
      bytes[size++] = (byte) c;
    } else if (c < 0x800) {
      bytes[size++] = (byte) (0xC0 | c >> 6);
      bytes[size++] = (byte) (0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      bytes[size++] = (byte) (0xE0 | c >> 12);
      bytes[size++] = (byte) (0x80 | (c >> 6 & 0x3F));
      bytes[size++] = (byte) (0x80 | (c & 0x3F));
    } else {
      bytes[size++] = (byte) (0xF0 | c >> 18);
      bytes[size++] = (byte) (0x80 | (c >> 12 & 0x3F));
      bytes[size++] = (byte) (0x80 | (c >> 6 & 0x3F));
      bytes[size++] = (byte) (0x80 | (c & 0x3F));
    }
  }

  /** Adds a byte that stands from {@code from} to {@code to} in the source as something else. */
  void single(byte b, int from, int to) {
    part(from, to);
    ensure(1);
    bytes[size++] = b;
  }

  /** Adds what takes the place of what stands from {@code from} to {@code to} in the source. */
  void replace(byte[] replacement, int from, int to) {
    // A part as long as its source would be taken for a copy, which is as good: see originOfEnd.
    part(from, to);
    ensure(replacement.length);
    System.arraycopy(replacement, 0, bytes, size, replacement.length);
    size += replacement.length;
  }

  /** Becomes the text from {@code from} to {@code to} with everything replaced. */
  void rewrite(byte[] source, int from, int to, List<Edit> edits) {
    clear();
    int copied = from;
    for (int i = 0; i < edits.size(); i++) {
      Edit edit = edits.get(i);
      copy(source, copied, edit.start());
      replace(edit.replacement(), edit.start(), edit.end());
      copied = edit.end();
    }
    copy(source, copied, to);
  }

  /** Edits of this text as edits of its source. */
  List<Edit> traced(List<Edit> edits) {
    List<Edit> traced = new ArrayList<>(edits.size());
    for (int i = 0; i < edits.size(); i++) {
      Edit edit = edits.get(i);
      int start = edit.start() == size ? originOfEnd(size) : origin(edit.start());
      int end = edit.end() == edit.start() ? start : originOfEnd(edit.end());
      traced.add(new Edit(start, end, edit.replacement()));
    }
    return traced;
  }

  private void part(int from, int to) {
    int at = partCount * FIELDS;
    if (at == parts.length) {
      parts = Arrays.copyOf(parts, at * 2);
    }
    parts[at] = size;
    parts[at + 1] = from;
    parts[at + 2] = to;
    partCount++;
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }

  /** Where the character begins in the source that the byte at {@code index} belongs to. */
  int origin(int index) {
    int part = partOf(index);
    int at = part * FIELDS;
    return isCopy(part) ? parts[at + 1] + (index - parts[at]) : parts[at + 1];
  }

  /** Where in the source ends what ends here at {@code end}, exclusive; {@code end} is above 0. */
  int originOfEnd(int end) {
    int part = partOf(end - 1);
    int at = part * FIELDS;
    return isCopy(part) ? parts[at + 1] + (end - parts[at]) : parts[at + 2];
  }

  private boolean isCopy(int part) {
    int at = part * FIELDS;
    int next = part + 1 < partCount ? parts[at + FIELDS] : size;
    return next - parts[at] == parts[at + 2] - parts[at + 1];
  }

  private int partOf(int index) {
    int low = 0;
    int high = partCount - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (parts[middle * FIELDS] <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
