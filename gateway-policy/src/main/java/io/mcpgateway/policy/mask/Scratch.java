package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.detect.Detection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What masking works with and needs no more once a message is done: each thread has one, and
 * whoever wants one while that is in use gets another. Belongs to one {@link Masking} at a time.
 */
final class Scratch {
  private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::new);

  /** What grew larger than this is not kept. */
  private static final int MAX_KEPT = 64 << 10;

  /** Routes and the audit take turns on a thread. */
  private static final int PASSES = 4;

  final TracedText rewritten = new TracedText(64);

  final TracedText folded = new TracedText(64);
  final TracedText plain = new TracedText(64);
  final TracedText foldedPlain = new TracedText(64);
  final Spans spans = new Spans();
  private final List<TracedText> buffers = new ArrayList<>();
  private final Detection.@Nullable Pass[] passes = new Detection.@Nullable Pass[PASSES];
  private int nextPass;
  private boolean taken;

  private Scratch() {}

  /** One that nobody else uses, until it is given back. */
  static Scratch take() {
    Scratch own = OWN.get();
    Scratch free = own.taken ? new Scratch() : own;
    free.taken = true;
    return free;
  }

  void giveBack() {
    rewritten.trim(MAX_KEPT);
    folded.trim(MAX_KEPT);
    plain.trim(MAX_KEPT);
    foldedPlain.trim(MAX_KEPT);
    spans.trim(MAX_KEPT);
    for (int i = 0; i < buffers.size(); i++) {
      buffers.get(i).trim(MAX_KEPT);
    }
    taken = false;
  }

  /** The buffer for what stands {@code index} levels deep. */
  TracedText buffer(int index) {
    while (buffers.size() <= index) {
      buffers.add(new TracedText(256));
    }
    return buffers.get(index);
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
}
