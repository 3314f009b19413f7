package io.mcpgateway.policy.mask;

import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.core.protocol.Splices;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A replacement in some text, in the coordinates of that text. Lists of them are in ascending order
 * and do not overlap.
 */
record Edit(int start, int end, byte[] replacement) {
  /** All of both; what overlaps becomes one, with {@code either} in its place. */
  static List<Edit> merged(List<Edit> some, List<Edit> others, byte[] either) {
    List<Edit> all = new ArrayList<>(some);
    all.addAll(others);
    all.sort(Comparator.comparingInt(Edit::start));
    List<Edit> merged = new ArrayList<>(all.size());
    for (Edit edit : all) {
      Edit last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && edit.start < last.end) {
        merged.removeLast();
        merged.add(new Edit(last.start, Math.max(last.end, edit.end), either));
      } else {
        merged.add(edit);
      }
    }
    return merged;
  }

  /** The same with another replacement. */
  @SuppressWarnings("ReferenceEquality") // Most need no other.
  Edit with(byte[] other) {
    return replacement == other ? this : new Edit(start, end, other);
  }

  static byte[] apply(List<Edit> edits, byte[] text) {
    return splices(edits).applyTo(text);
  }

  static Splices splices(List<Edit> edits) {
    Splices splices = new Splices();
    for (Edit edit : edits) {
      splices.replace(new Span(edit.start, edit.end), edit.replacement);
    }
    return splices;
  }
}
