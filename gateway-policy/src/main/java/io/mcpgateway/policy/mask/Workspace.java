package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.detect.Detection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What masking needs from one text to the next, so that it is not made anew for each message. Used
 * by one thread, for one message after the other.
 */
final class Workspace {
  /** Longer messages get one of their own, so that none grows beyond what usual ones need. */
  private static final int MAX_KEPT = 128 << 10;

  /** Routes and the audit take turns on a thread. */
  private static final int PASSES = 4;

  private static final ThreadLocal<Workspace> OF_THREAD = ThreadLocal.withInitial(Workspace::new);

  final NameCache names = new NameCache();
  final Spans spans = new Spans();
  final TracedText rewritten = new TracedText(64);
  final TracedText folded = new TracedText(64);
  final TracedText plain = new TracedText(64);
  final TracedText foldedPlain = new TracedText(64);
  final Base64Search base64 = new Base64Search();
  final Settled settled = new Settled();
  final SecondLook secondLook = new SecondLook();
  private final List<TracedText> buffers = new ArrayList<>();
  private final Detection.@Nullable Pass[] passes = new Detection.@Nullable Pass[PASSES];
  private int nextPass;

  /** One for a message of so many bytes. */
  static Workspace of(int length) {
    return length > MAX_KEPT ? new Workspace() : OF_THREAD.get();
  }

  /** A pass of {@code detection}, for one text after the other. */
  Detection.Pass pass(Detection detection) {
    for (int i = 0; i < PASSES; i++) {
      Detection.Pass known = passes[i];
      if (known != null && known.isOf(detection)) {
        return known;
      }
    }
    Detection.Pass pass = detection.pass();
    passes[nextPass] = pass;
    nextPass = (nextPass + 1) % PASSES;
    return pass;
  }

  /** The text that is read at a level of nesting. */
  TracedText buffer(int level) {
    while (buffers.size() <= level) {
      buffers.add(new TracedText(256));
    }
    return buffers.get(level);
  }
}
