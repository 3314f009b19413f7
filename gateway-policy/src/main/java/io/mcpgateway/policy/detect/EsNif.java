package io.mcpgateway.policy.detect;

/**
 * Spain's DNI and NIE: eight digits, or X, Y or Z and seven, and a letter that checks them.
 *
 * <p>Found as 12345678Z, 12345678-Z, 12.345.678-Z and X1234567L, X-1234567-L; in small letters
 * beside a word for it. Not found: the NIF of companies, and a DNI without its letter.
 */
final class EsNif implements Detector.OfNumbers {
  private static final String CHECKS = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final ContextWords WORDS =
      new ContextWords(
          "dni",
          "nif",
          "nie",
          "documento nacional",
          "documento de identidad",
          "identificación fiscal",
          "identificacion",
          "extranjero",
          "national id",
          "nationalid",
          "tax id",
          "taxid");
  private static final Layout DOTTED = new Layout("2.3.3");
  private static final Layout DOTTED_OF_FOREIGNER = new Layout("1.3.3");

  @Override
  public int minDigits() {
    return 7;
  }

  @Override
  public boolean begins(int length) {
    return length == 8 || length == 7 || length == 2 || length == 1;
  }

  @Override
  public void look(Reading text, NumberRun run, int group, Finder finder) {
    switch (run.length(group)) {
      case 8 -> lookAt(text, run, group, group, -1, finder);
      case 7 -> lookAt(text, run, group, group, foreigner(text, run.start(group)), finder);
      case 2 -> {
        if (DOTTED.fits(run, group)) {
          lookAt(text, run, group, group + 2, -1, finder);
        }
      }
      default -> {
        if (DOTTED_OF_FOREIGNER.fits(run, group)) {
          lookAt(text, run, group, group + 2, foreigner(text, run.start(group)), finder);
        }
      }
    }
  }

  private static void lookAt(
      Reading text, NumberRun run, int group, int last, int foreigner, Finder finder) {
    int digits = run.digits(group, last);
    if (digits == 7 && foreigner < 0) {
      return;
    }
    int end = run.end(last);
    if (isDashOrSpace(text.at(end))) {
      end++;
    }
    int letter = text.at(end) & ~0x20;
    int number =
        CheckDigits.number(run, group, 0, digits) + (digits == 7 ? foreigner * 10_000_000 : 0);
    if (CHECKS.charAt(number % 23) != letter) {
      return;
    }
    end++;
    int start = run.start(group);
    if (digits == 7) {
      start -= isDashOrSpace(text.at(start - 1)) ? 2 : 1;
    }
    boolean tells =
        text.at(end - 1) == letter
            && text.at(end - 2) != ' '
            && (digits == 8 || text.at(start) < 'a')
            && Edges.isFree(text, start, end);
    if (tells || (Edges.isLabelled(text, start, end) && WORDS.concern(text, start, end))) {
      finder.found(start, end);
    }
  }

  private static boolean isDashOrSpace(int b) {
    return b == '-' || b == ' ';
  }

  /** 0 for X, 1 for Y, 2 for Z before the digits at {@code start}, else −1. */
  private static int foreigner(Reading text, int start) {
    int at = isDashOrSpace(text.at(start - 1)) ? start - 2 : start - 1;
    int letter = text.at(at) & ~0x20;
    return letter >= 'X' && letter <= 'Z' && !text.isWord(at - 1) ? letter - 'X' : -1;
  }
}
