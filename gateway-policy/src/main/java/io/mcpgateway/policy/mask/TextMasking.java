package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.detect.Detection;
import io.mcpgateway.policy.detect.Matches;
import io.mcpgateway.policy.detect.Reading;
import io.mcpgateway.policy.mask.NameCache.Name;
import io.mcpgateway.policy.model.MaskAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Masks texts of one message: what detectors find in a text as it stands, and in what it says where
 * it is percent-encoded, written with character references, or in base64. Used by one thread.
 */
final class TextMasking {
  static final byte[] STARS = Replacement.STARS.getBytes(StandardCharsets.US_ASCII);

  // What a span is: a detector, perhaps with a flag.
  private static final int ENCODED = 1 << 28;
  private static final int BASE64 = 1 << 29;
  private static final int SEVERAL = 1 << 30;

  private final Pseudonyms pseudonyms;
  private final Tally tally;
  private final Scratch scratch;
  private final Spans spans;
  private final TracedText folded;
  private final TracedText plain;
  private final TracedText foldedPlain;

  TextMasking(Pseudonyms pseudonyms, Tally tally, Scratch scratch) {
    this.pseudonyms = pseudonyms;
    this.tally = tally;
    this.scratch = scratch;
    this.spans = scratch.spans;
    this.folded = scratch.folded;
    this.plain = scratch.plain;
    this.foldedPlain = scratch.foldedPlain;
  }

  /** A stretch in base64 that says something else now. */
  record Recoded(int start, int end, byte[] replacement) {}

  /**
   * What has to be replaced in a text, in order.
   *
   * @param signs what {@link Signs} are in it
   * @param name what the text is called where it stands
   * @param recoded what has to be replaced because of what it says in base64
   */
  List<Edit> edits(
      MaskProgram rules, byte[] text, int from, int to, int signs, Name name, List<Recoded> recoded)
      throws BlockedValueException {
    spans.clear();
    collect(rules, text, from, to, signs, name.lower());
    if (name.alsoWithout()) {
      collect(rules, text, from, to, signs, "");
    }
    for (int i = 0; i < recoded.size(); i++) {
      spans.add(recoded.get(i).start, recoded.get(i).end, BASE64 | i);
    }
    if (spans.size() == 0) {
      return List.of();
    }
    return resolved(rules, text, to, recoded);
  }

  /** Notes what detectors find in a text. */
  private void collect(MaskProgram rules, byte[] text, int from, int to, int signs, String name)
      throws BlockedValueException {
    Detection.Pass finds = scratch.pass(rules.detection());
    if ((signs & Signs.WIDE) == 0) {
      found(rules, text, finds.find(new Reading(text, from, to, name)), null, null);
    } else {
      Folding.fold(text, from, to, folded);
      found(rules, text, finds.find(reading(folded, name)), folded, null);
    }
    if ((signs & Signs.ENCODED) != 0 && Unescaping.read(text, from, to, plain)) {
      Folding.fold(plain.bytes(), 0, plain.size(), foldedPlain);
      found(rules, text, finds.find(reading(foldedPlain, name)), foldedPlain, plain);
    }
  }

  private static Reading reading(TracedText text, String name) {
    return new Reading(text.bytes(), 0, text.size(), name);
  }

  /**
   * Notes what was found.
   *
   * @param read what was read instead of the text; null if that is the text itself
   * @param decoded what {@code read} was made from, if the text was decoded before; otherwise null
   */
  private void found(
      MaskProgram rules,
      byte[] text,
      Matches matches,
      @Nullable TracedText read,
      @Nullable TracedText decoded)
      throws BlockedValueException {
    for (int i = 0; i < matches.size(); i++) {
      int start = matches.start(i);
      int end = matches.end(i);
      if (read != null) {
        start = read.origin(start);
        end = read.originOfEnd(end);
      }
      if (decoded != null) {
        start = decoded.origin(start);
        end = decoded.originOfEnd(end);
      }
      found(rules, text, start, end, matches.detector(i), decoded == null ? 0 : ENCODED);
    }
  }

  private void found(MaskProgram rules, byte[] text, int start, int end, int detector, int flag)
      throws BlockedValueException {
    int observed = rules.observed(detector);
    if (observed >= 0) {
      tally.observe(rules.name(observed));
      show(rules, observed, detector, text, start, end, null);
    }
    int rule = rules.enforced(detector);
    if (rule < 0) {
      return;
    }
    if (rules.action(rule) instanceof MaskAction.Block) {
      show(rules, rule, detector, text, start, end, null);
      throw new BlockedValueException(rules.name(rule));
    }
    spans.add(start, end, detector | flag);
  }

  /** Of what overlaps, the whole is replaced; what lies within another counts no more. */
  private List<Edit> resolved(MaskProgram rules, byte[] text, int to, List<Recoded> recoded) {
    spans.sort();
    List<Edit> edits = new ArrayList<>(spans.size());
    int start = spans.start(0);
    int end = spans.end(0);
    int label = spans.label(0);
    for (int i = 1; i < spans.size(); i++) {
      int nextStart = spans.start(i);
      int nextEnd = spans.end(i);
      if (nextStart >= end) {
        edits.add(edit(rules, text, start, end, label, to, recoded));
        start = nextStart;
        end = nextEnd;
        label = spans.label(i);
      } else if (nextEnd > end) {
        label = nextStart == start ? spans.label(i) : label | SEVERAL;
        end = nextEnd;
      }
    }
    edits.add(edit(rules, text, start, end, label, to, recoded));
    return edits;
  }

  private void show(
      MaskProgram rules,
      int rule,
      int detector,
      byte[] text,
      int start,
      int end,
      byte @Nullable [] replacement) {
    if (tally.isShown()) {
      tally.found(
          new MaskPreview.Finding(
              rules.name(rule),
              rules.word(detector),
              new String(text, start, end - start, StandardCharsets.UTF_8),
              replacement == null ? null : new String(replacement, StandardCharsets.UTF_8)));
    }
  }

  private Edit edit(
      MaskProgram rules,
      byte[] text,
      int start,
      int end,
      int label,
      int to,
      List<Recoded> recoded) {
    boolean several = (label & SEVERAL) != 0;
    if ((label & BASE64) != 0) {
      int index = label & ~(BASE64 | SEVERAL);
      return new Edit(start, end, several ? STARS : recoded.get(index).replacement);
    }
    int detector = label & ~(ENCODED | SEVERAL);
    int rule = rules.enforced(detector);
    tally.count(rules.name(rule));
    byte[] replacement =
        several
            ? STARS
            : replacement(rules, rule, text, start, end, detector, (label & ENCODED) != 0, to);
    show(rules, rule, detector, text, start, end, replacement);
    return new Edit(start, end, replacement);
  }

  private byte[] replacement(
      MaskProgram rules,
      int rule,
      byte[] text,
      int start,
      int end,
      int detector,
      boolean encoded,
      int to) {
    MaskAction action = rules.action(rule);
    if (action instanceof MaskAction.Redact) {
      return rules.marker(detector);
    }
    String value = new String(text, start, end - start, StandardCharsets.UTF_8);
    return Replacement.of(
            action,
            rules.kind(detector),
            rules.word(detector),
            rules.name(rule),
            value,
            read(text, start, end, encoded),
            isFollowed(text, end, to),
            pseudonyms)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A part of a text as detectors read it. */
  private static String read(byte[] text, int start, int end, boolean encoded) {
    TracedText first = new TracedText(end - start);
    if (!encoded || !Unescaping.read(text, start, end, first)) {
      first.clear();
      first.copy(text, start, end);
    }
    TracedText second = new TracedText(first.size());
    Folding.fold(first.bytes(), 0, first.size(), second);
    return new String(second.bytes(), 0, second.size(), StandardCharsets.UTF_8);
  }

  private static boolean isFollowed(byte[] text, int end, int to) {
    int at = end;
    while (at < to && at - end < 3 && (text[at] == ' ' || text[at] == '-')) {
      at++;
    }
    return at < to && Text.digit(Text.codePointAt(text, at)) >= 0;
  }
}
