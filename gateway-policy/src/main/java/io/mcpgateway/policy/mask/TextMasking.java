package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.detect.Detection;
import io.mcpgateway.policy.detect.Kind;
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
  private static final int JOINED = 1 << 27;
  private static final int ENCODED = 1 << 28;
  private static final int BASE64 = 1 << 29;
  private static final int SEVERAL = 1 << 30;

  private static final int NEIGHBOURS = 4;

  private final Pseudonyms pseudonyms;
  private final Tally tally;
  private final Workspace space;
  private final Spans spans;
  private final TracedText folded;
  private final TracedText plain;
  private final TracedText foldedPlain;

  TextMasking(Pseudonyms pseudonyms, Tally tally, Workspace space) {
    this.pseudonyms = pseudonyms;
    this.tally = tally;
    this.space = space;
    this.spans = space.spans;
    this.folded = space.folded;
    this.plain = space.plain;
    this.foldedPlain = space.foldedPlain;
  }

  /** A stretch in base64 that says something else now. */
  record Recoded(int start, int end, byte[] replacement) {}

  /**
   * What has to be replaced in a text, in order.
   *
   * @param signs what {@link Signs} are in it
   * @param name what the text is called where it stands
   * @param recoded what has to be replaced because of what it says in base64
   * @param again where to look if it was looked at before and is new in parts; null if it was not
   */
  List<Edit> edits(
      MaskProgram rules,
      byte[] text,
      int from,
      int to,
      int signs,
      Name name,
      List<Recoded> recoded,
      @Nullable SecondLook again)
      throws BlockedValueException {
    spans.clear();
    collect(rules, text, from, to, signs, name.lower(), again);
    if (name.alsoWithout()) {
      collect(rules, text, from, to, signs, "", again);
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
  private void collect(
      MaskProgram rules,
      byte[] text,
      int from,
      int to,
      int signs,
      String name,
      @Nullable SecondLook again)
      throws BlockedValueException {
    Detection.Pass finds = space.pass(rules.detection());
    if ((signs & Signs.WIDE) == 0) {
      Reading asItStands = new Reading(text, from, to, name);
      Matches matches =
          again == null
              ? finds.findNoting(asItStands, space.secondLook.before)
              : finds.findAgain(asItStands, again.places());
      found(rules, text, matches, null, null, 0);
    } else {
      Folding.fold(text, from, to, folded);
      found(rules, text, finds.find(reading(folded, name)), folded, null, 0);
    }
    if ((signs & Signs.ENCODED) != 0 && Unescaping.read(text, from, to, plain)) {
      Folding.fold(plain.bytes(), 0, plain.size(), foldedPlain);
      found(rules, text, finds.find(reading(foldedPlain, name)), foldedPlain, plain, ENCODED);
    }
    if ((signs & Signs.JOINTS) != 0 && Joining.read(text, from, to, plain)) {
      Folding.fold(plain.bytes(), 0, plain.size(), foldedPlain);
      found(rules, text, finds.find(reading(foldedPlain, name)), foldedPlain, plain, JOINED);
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
   * @param how {@link #ENCODED}, {@link #JOINED} or 0
   */
  private void found(
      MaskProgram rules,
      byte[] text,
      Matches matches,
      @Nullable TracedText read,
      @Nullable TracedText decoded,
      int how)
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
      int detector = matches.detector(i);
      if (how != JOINED || isWhole(rules, text, matches, i)) {
        found(rules, text, start, end, detector, how);
      }
    }
  }

  /** Whether something was found over lines or tags, may be there, and is no part of a column. */
  private boolean isWhole(MaskProgram rules, byte[] text, Matches matches, int index) {
    Kind kind = rules.kind(matches.detector(index));
    boolean sure = kind == Kind.CARD || kind == Kind.IBAN;
    if (!sure && (kind == null || kind.group() != Kind.Group.NATIONAL_ID)) {
      return false;
    }
    int start = matches.start(index);
    int end = matches.end(index);
    if (!isOver(text, start, end)) {
      return false;
    }
    byte[] bytes = foldedPlain.bytes();
    int before = Joining.digitBefore(bytes, start);
    int after = Joining.digitAfter(bytes, end, foldedPlain.size());
    // Who has the number of a card or an account may have others behind it in the same line.
    return (before < 0 || isFound(matches, index, before) || (sure && !isOver(text, before, start)))
        && (after < 0 || isFound(matches, index, after) || (sure && !isOver(text, end - 1, after)));
  }

  /** Whether a line ends or a tag stands between two places of what was read. */
  private boolean isOver(byte[] text, int start, int end) {
    return Joining.has(
        text,
        plain.origin(foldedPlain.origin(start)),
        plain.originOfEnd(foldedPlain.originOfEnd(end)));
  }

  /** Whether one of the next few that were found covers what stands at {@code at}. */
  private static boolean isFound(Matches matches, int index, int at) {
    int last = Math.min(matches.size(), index + NEIGHBOURS);
    for (int i = Math.max(0, index - NEIGHBOURS); i < last; i++) {
      if (i != index && matches.start(i) <= at && at < matches.end(i)) {
        return true;
      }
    }
    return false;
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
    int detector = label & ~(JOINED | ENCODED | SEVERAL);
    int rule = rules.enforced(detector);
    tally.count(rules.name(rule));
    byte[] replacement =
        several ? STARS : replacement(rules, rule, text, start, end, detector, label, to);
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
      int label,
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
            read(text, start, end, label),
            isFollowed(text, end, to),
            pseudonyms)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A part of a text as detectors read it. */
  private static String read(byte[] text, int start, int end, int label) {
    TracedText first = new TracedText(end - start);
    boolean undone =
        (label & ENCODED) != 0
            ? Unescaping.read(text, start, end, first)
            : (label & JOINED) != 0 && Joining.read(text, start, end, first);
    if (!undone) {
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
