package io.mcpgateway.policy.detect;

/**
 * Singapore's NRIC and FIN: S, T, F, G or M, seven digits and a letter that checks them.
 *
 * <p>Found as S1234567D; in small letters beside a word for it. Not found: with a break in it, or
 * masked as in S****567D.
 */
final class SgNric implements Detector.OfNumbers {
  private static final ContextWords WORDS =
      new ContextWords(
          "nric",
          "fin",
          "identity card",
          "identitycard",
          "singapore id",
          "ic no",
          "ic number",
          "national id",
          "nationalid",
          "work pass");

  @Override
  public int minDigits() {
    return 7;
  }

  @Override
  public boolean begins(int length) {
    return length == 7;
  }

  @Override
  public void look(Reading text, NumberRun run, int group, Finder finder) {
    int start = run.start(group) - 1;
    int end = run.end(group) + 1;
    int series = text.at(start) & ~0x20;
    int check = text.at(end - 1) & ~0x20;
    int sum = CheckDigits.weighted(run, group, 2, 7, 6, 5, 4, 3, 2);
    int expected =
        switch (series) {
          case 'S' -> "JZIHGFEDCBA".charAt(sum % 11);
          case 'T' -> "JZIHGFEDCBA".charAt((sum + 4) % 11);
          case 'F' -> "XWUTRQPNMLK".charAt(sum % 11);
          case 'G' -> "XWUTRQPNMLK".charAt((sum + 4) % 11);
          case 'M' -> "KLJNPQRTUWX".charAt(10 - (sum + 3) % 11);
          default -> 0;
        };
    if (expected == 0 || check != expected || text.isWord(start - 1)) {
      return;
    }
    boolean capital = text.at(start) == series && text.at(end - 1) == check;
    if ((capital && Edges.isFree(text, start, end))
        || (Edges.isLabelled(text, start, end) && WORDS.concern(text, start, end))) {
      finder.found(start, end);
    }
  }
}
