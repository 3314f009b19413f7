package io.mcpgateway.policy.mask;

import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.core.protocol.Splices;
import java.util.List;

/**
 * A replacement in some text, in the coordinates of that text. Lists of them are in ascending order
 * and do not overlap.
 */
record Edit(int start, int end, byte[] replacement) {
  static byte[] apply(List<Edit> edits, byte[] text) {
    Splices splices = new Splices();
    for (Edit edit : edits) {
      splices.replace(new Span(edit.start, edit.end), edit.replacement);
    }
    return splices.applyTo(text);
  }
}
