package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.detect.Places;
import java.util.List;

/**
 * Where to look at a text once more in which values were replaced: at what is new and close to it,
 * and where something began before. All else was looked at, and nothing was found there. Used by
 * one thread.
 */
final class SecondLook {
  /** What the detectors noted of the text before; whoever looks first has them fill it. */
  final Places before = new Places();

  private final Places places = new Places();

  /** Stretches of signs of base64 that touch what is new. */
  private final Places base64 = new Places();

  private int signs;

  /**
   * Begins with a text that was rewritten.
   *
   * @param signs of the text before
   * @return false if all of it has to be looked at
   */
  boolean begin(
      int from, int to, List<Edit> edits, int signs, MaskProgram program, TracedText now) {
    int reach = program.detection().reach();
    this.signs = signs;
    for (int i = 0; i < edits.size(); i++) {
      byte[] replacement = edits.get(i).replacement();
      // A marker is in brackets, but no array.
      int ignored = program.isMarker(replacement) ? Signs.NESTED : Signs.NONE;
      this.signs |= Signs.of(replacement, 0, replacement.length) & ~ignored;
    }
    if ((this.signs & (Signs.NESTED | Signs.WIDE)) != 0) {
      return false;
    }
    places.clear();
    base64.clear();
    int done = from;
    int further = -from;
    for (int i = 0; i < edits.size(); i++) {
      Edit edit = edits.get(i);
      places.addMoved(before, done, edit.start(), further);
      int start = edit.start() + further;
      int end = start + edit.replacement().length;
      places.add(Math.max(0, start - reach), Math.min(now.size(), end + reach));
      addBase64(now, start, end);
      done = edit.end();
      further = end - edit.end();
    }
    places.addMoved(before, done, to, further);
    return true;
  }

  /** The signs of the text now, and perhaps some of those that it had. */
  int signs() {
    return signs;
  }

  /** Where something may begin. */
  Places places() {
    return places;
  }

  /** Where base64 may stand that did not stand there before. */
  Places base64() {
    return base64;
  }

  /** Adds what stands around something new, up to where no base64 goes on. */
  private void addBase64(TracedText now, int start, int end) {
    int added = base64.size() == 0 ? 0 : base64.to(base64.size() - 1);
    int from = start;
    while (from > added && !Base64Search.separates(now.bytes(), from - 1)) {
      from--;
    }
    int to = Math.max(added, end);
    while (to < now.size() && !Base64Search.separates(now.bytes(), to)) {
      to++;
    }
    base64.add(from, to);
  }
}
