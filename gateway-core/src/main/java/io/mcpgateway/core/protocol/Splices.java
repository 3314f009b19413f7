package io.mcpgateway.core.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Replacements of parts of a message. All bytes outside the replaced spans stay equal.
 *
 * <p>Spans are given in ascending order and do not overlap. Used by one thread.
 */
public final class Splices {
  private record Splice(Span span, byte[] replacement) {}

  private final List<Splice> splices = new ArrayList<>();

  /**
   * Replaces {@code span} by {@code json}.
   *
   * @throws IllegalArgumentException if {@code span} begins before the previous one ended
   */
  public Splices replace(Span span, String json) {
    return replace(span, json.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #replace(Span, String)}; {@code json} is not copied. */
  public Splices replace(Span span, byte[] json) {
    if (!splices.isEmpty() && span.start() < splices.getLast().span().end()) {
      throw new IllegalArgumentException(
          "span: " + span + " (expected: at or after " + splices.getLast().span().end() + ")");
    }
    splices.add(new Splice(span, json));
    return this;
  }

  public boolean isEmpty() {
    return splices.isEmpty();
  }

  public int size() {
    return splices.size();
  }

  /** Where something stands afterwards that stands at {@code position} and is not replaced. */
  int moved(int position) {
    int moved = position;
    for (Splice splice : splices) {
      if (splice.span().end() > position) {
        break;
      }
      moved += splice.replacement().length - splice.span().length();
    }
    return moved;
  }

  /** A copy of {@code bytes} with every replacement made. */
  public byte[] applyTo(byte[] bytes) {
    int length = bytes.length;
    for (Splice splice : splices) {
      length += splice.replacement().length - splice.span().length();
    }
    byte[] spliced = new byte[length];
    int from = 0;
    int to = 0;
    for (Splice splice : splices) {
      int kept = splice.span().start() - from;
      System.arraycopy(bytes, from, spliced, to, kept);
      to += kept;
      System.arraycopy(splice.replacement(), 0, spliced, to, splice.replacement().length);
      to += splice.replacement().length;
      from = splice.span().end();
    }
    System.arraycopy(bytes, from, spliced, to, bytes.length - from);
    return spliced;
  }
}
