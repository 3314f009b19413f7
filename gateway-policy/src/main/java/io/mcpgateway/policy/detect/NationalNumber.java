package io.mcpgateway.policy.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the numbers that a state gives to people and that are all digits: those that are written in
 * a layout of theirs and pass their check, and, beside a word that says what they are, also those
 * in a layout that other numbers have.
 */
final class NationalNumber implements Detector.OfNumbers {
  /** Whether the {@code count} digits from a group on can be such a number. */
  interface Check {
    boolean holds(NumberRun run, int group, int count);
  }

  private final Check check;
  private final ContextWords words;
  private final List<Layout> layouts = new ArrayList<>();

  /** So many of the layouts, the first ones, tell by themselves what they are. */
  private final int telling;

  /** Whether they do so beside the label of something else, too. */
  private final boolean tellsAlways;

  private final int minDigits;

  /**
   * @param telling layouts that are found anywhere
   * @param labelled layouts that are found beside one of the words
   */
  NationalNumber(Check check, ContextWords words, List<String> telling, List<String> labelled) {
    this(check, words, telling, labelled, true);
  }

  private NationalNumber(
      Check check,
      ContextWords words,
      List<String> telling,
      List<String> labelled,
      boolean tellsAlways) {
    this.check = check;
    this.words = words;
    this.telling = telling.size();
    this.tellsAlways = tellsAlways;
    telling.forEach(each -> layouts.add(new Layout(each)));
    labelled.forEach(each -> layouts.add(new Layout(each)));
    this.minDigits = layouts.stream().mapToInt(Layout::digits).min().orElseThrow();
  }

  /** One whose layouts tell what they are only where no label says something else. */
  static NationalNumber weak(
      Check check, ContextWords words, List<String> telling, List<String> labelled) {
    return new NationalNumber(check, words, telling, labelled, false);
  }

  @Override
  public int minDigits() {
    return minDigits;
  }

  @Override
  public boolean begins(int length) {
    return layouts.stream().anyMatch(each -> each.firstLength() == length);
  }

  @Override
  public void look(Reading text, NumberRun run, int group, Finder finder) {
    for (int i = 0; i < layouts.size(); i++) {
      Layout layout = layouts.get(i);
      if (layout.fits(run, group)) {
        if (check.holds(run, group, layout.digits())) {
          int start = run.start(group);
          int end = run.end(group + layout.groups() - 1);
          boolean tells =
              i < telling
                  && layout.isWhole(text, run, group)
                  && Edges.isFree(text, start, end)
                  && (tellsAlways || !words.isContradicted(text, start));
          if (tells || (Edges.isLabelled(text, start, end) && words.concern(text, start, end))) {
            finder.found(start, end);
          }
        }
        return;
      }
    }
  }
}
