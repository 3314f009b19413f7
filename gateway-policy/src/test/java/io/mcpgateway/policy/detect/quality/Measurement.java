package io.mcpgateway.policy.detect.quality;

import io.mcpgateway.policy.detect.Kind;
import java.util.List;

/** One run over all that is generated. The same seed measures the same. */
final class Measurement {
  private static final int TEXTS = 100_000;
  private static final int NEGATIVES = 50_000;
  private static final int RANDOM_NUMBERS = 100_000;
  private static final int EVASIONS = 20_000;
  private static final int ENCODINGS = 10_000;

  private final Finds finds;
  private final Finds masks;
  private final Dice dice;

  final Scores texts = new Scores();
  final Scores evasions = new Scores();
  final Scores encodings = new Scores();

  // Of the random 16-digit numbers: those that no card has, and those that a card may have.
  int noCards;
  int noCardsTaken;
  int possibleCards;
  int possibleCardsTaken;

  private Measurement(Finds finds, Finds masks, long seed) {
    this.finds = finds;
    this.masks = masks;
    this.dice = new Dice(seed);
  }

  /**
   * @param finds what tells kinds apart
   * @param masks what looks through disguises and encodings; whatever it takes is masked, as
   *     whichever kind
   */
  static Measurement of(Finds finds, Finds masks, long seed) {
    Measurement run = new Measurement(finds, masks, seed);
    run.texts();
    run.randomNumbers();
    run.hidden();
    return run;
  }

  private void texts() {
    List<Template> templates = Templates.all();
    for (int i = 0; i < TEXTS; i++) {
      add(texts, templates.get(i % templates.size()).sample(dice));
    }
    for (int i = 0; i < NEGATIVES; i++) {
      add(texts, i % 50 == 0 ? Negatives.uuid(dice) : Negatives.any(dice));
    }
  }

  private void randomNumbers() {
    for (int i = 0; i < RANDOM_NUMBERS; i++) {
      String digits = dice.digits(16);
      Sample sample = Negatives.random16(dice, digits);
      List<Span> found = finds.in(sample.text(), sample.name());
      boolean isTaken = found.stream().anyMatch(span -> span.kind() == Kind.CARD);
      if (Cards.isPossible(digits)) {
        possibleCards++;
        possibleCardsTaken += isTaken ? 1 : 0;
        // Nobody could tell, so it counts neither way.
        found = found.stream().filter(span -> span.kind() != Kind.CARD).toList();
      } else {
        noCards++;
        noCardsTaken += isTaken ? 1 : 0;
      }
      texts.add(sample, found);
    }
  }

  private void hidden() {
    for (int i = 0; i < EVASIONS; i++) {
      hidden(evasions, Evasions.any(dice));
    }
    for (int i = 0; i < ENCODINGS; i++) {
      hidden(encodings, Evasions.encoded(dice));
    }
  }

  private void hidden(Scores scores, Sample sample) {
    scores.add(sample, masks.in(sample.text(), sample.name()));
  }

  private void add(Scores scores, Sample sample) {
    scores.add(sample, finds.in(sample.text(), sample.name()));
  }

  /** The figures as a table in Markdown. */
  String table() {
    StringBuilder table =
        new StringBuilder(
            """
            | kind | samples | recall | precision | disguised | encoded |
            |---|--:|--:|--:|--:|--:|
            """);
    for (Kind kind : Kind.values()) {
      Score score = texts.of(kind);
      table.append("| `").append(kind.word()).append("` | ").append(score.labels());
      table.append(" | ").append(share(score.recall()));
      table.append(" | ").append(share(score.precision()));
      table.append(" | ").append(recall(evasions.of(kind))).append(" |");
      table.append(' ').append(recall(encodings.of(kind))).append(" |\n");
    }
    table.append("\nOf ").append(RANDOM_NUMBERS).append(" random 16-digit numbers ");
    table.append(noCards).append(" can be no card (issuer range and check digit), ");
    table.append(noCardsTaken).append(" of these were taken for one; ");
    table.append(possibleCards).append(" can be one, ").append(possibleCardsTaken);
    return table.append(" of these were taken for one.\n").toString();
  }

  private static String recall(Score score) {
    return score.labels() == 0 ? "–" : share(score.recall());
  }

  /** Cut off, not rounded: what is not quite 1 does not look so. */
  private static String share(double share) {
    return Double.toString(Math.floor(share * 10_000) / 10_000);
  }
}
