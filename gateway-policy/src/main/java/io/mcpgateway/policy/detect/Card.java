package io.mcpgateway.policy.detect;

import io.mcpgateway.policy.detect.Issuers.Claim;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Payment card numbers (ISO/IEC 7812-1): 12 to 19 digits with the prefix and length of an issuer
 * network and a valid check digit (Luhn).
 *
 * <p>Found in one row and in the groups that cards have (4-4-4-4, 4-6-5 and the like) with up to
 * three spaces and dashes, or a dot or slash, between them; in any other groups if the same sign
 * stands between all of them and the text has no further digits close by; with a space between all
 * digits; and as a floating-point number (4.111111111111111E15). Ranges of networks that few cards
 * belong to, numbers of 12 digits, and fours that go on before or after, are found beside a word
 * for cards only.
 *
 * <p>Not found: phone numbers with a plus sign, identity numbers of China and Korea, digits with
 * letters before them that are no word for cards, digits within an identifier of letters and
 * digits, a UUID, an IBAN or a decimal fraction, and digits that are all the same.
 */
final class Card implements Detector.OfNumbers {
  private static final int MIN_DIGITS = 12;
  private static final int MAX_DIGITS = 19;
  private static final int UUID_LENGTH = 36;

  /** Of numbers with a plus sign (E.164). */
  private static final int MAX_PHONE_DIGITS = 15;

  private static final Layout FOURS = new Layout("4?4?4?4");

  private static final List<Layout> GROUPINGS =
      Stream.of(
              "4?4?4?4?1",
              "4?4?4?4?2",
              "4?4?4?4?3",
              "4?4?4?3",
              "4?4?4?2",
              "4?4?4?1",
              "4?4?4",
              "4?6?5",
              "4?6?4",
              "4?6?6",
              "4?4?5",
              "4?5?4",
              "4?3?3?3",
              "4?4?8",
              "4?8?4",
              "4?12",
              "4?5?6",
              "5?5?5",
              "6?10",
              "6?6?4",
              "6?4?6",
              "6?13",
              "8?4?4",
              "8?8",
              "8?8?3",
              "12?4")
          .map(Layout::new)
          .toList();

  /** The groupings by their first length, the longest first. */
  private static final Layout[][] BY_FIRST = new Layout[MAX_DIGITS + 1][];

  static {
    for (int first = 0; first <= MAX_DIGITS; first++) {
      int length = first;
      BY_FIRST[first] =
          Stream.concat(GROUPINGS.stream(), Stream.of(FOURS))
              .filter(each -> each.firstLength() == length)
              .sorted(Comparator.comparingInt(Layout::digits).reversed())
              .toArray(Layout[]::new);
    }
  }

  private static final ContextWords WORDS =
      ContextWords.unless(
          List.of(
              "aadhaar",
              "aadhaar card",
              "aadhar card",
              "pan card",
              "sim card",
              "id card",
              "identity card",
              "library card",
              "health card",
              "insurance card",
              "social security card",
              "imei",
              "身份证",
              "주민",
              "identity"),
          "card",
          "cards",
          "cardnumber",
          "pan",
          "pans",
          "cc",
          "ccn",
          "creditcard",
          "credit",
          "debit",
          "visa",
          "mastercard",
          "maestro",
          "amex",
          "american express",
          "discover",
          "diners",
          "jcb",
          "rupay",
          "unionpay",
          "union pay",
          "uatp",
          "elo",
          "troy",
          "mir",
          "verve",
          "uzcard",
          "humo",
          "payment",
          "payments",
          "pay",
          "paid",
          "billing",
          "checkout",
          "charged",
          "karte",
          "kreditkarte",
          "kartennummer",
          "kartenzahlung",
          "zahlung",
          "carte",
          "paiement",
          "tarjeta",
          "pago",
          "carta",
          "pagamento",
          "cartão",
          "cartao",
          "kaart",
          "kaartnummer",
          "betaling",
          "kort",
          "kortnummer",
          "karta",
          "kartı",
          "kart",
          "карта",
          "карты",
          "卡号",
          "信用卡",
          "银行卡",
          "カード",
          "카드");

  @Override
  public int minDigits() {
    return MIN_DIGITS;
  }

  @Override
  public boolean begins(int length) {
    return length <= MAX_DIGITS;
  }

  @Override
  public void look(Reading text, NumberRun run, int group, Finder finder) {
    if (lookAtRow(text, run, group, finder) || lookAtGroups(text, run, group, finder)) {
      return;
    }
    if (run.length(group) == 1) {
      lookAtSingles(text, run, group, finder);
    }
    if (group == 0) {
      lookAtWhole(text, run, finder);
    }
  }

  private static boolean lookAtRow(Reading text, NumberRun run, int group, Finder finder) {
    return run.length(group) >= MIN_DIGITS && judge(text, run, group, group, true, finder);
  }

  private static boolean lookAtGroups(Reading text, NumberRun run, int group, Finder finder) {
    for (Layout layout : BY_FIRST[run.length(group)]) {
      if (layout.fits(run, group)) {
        int last = group + layout.groups() - 1;
        if (CheckDigits.luhn(run, group, 0, layout.digits())
            && areCardLike(text, run, group, last)
            && judge(text, run, group, last, standsOut(text, run, group, last, finder), finder)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Spaces and dashes between the groups, or one dot or slash between all of them. */
  private static boolean areCardLike(Reading text, NumberRun run, int first, int last) {
    return areUniform(text, run, first, last) || areSpaced(text, run, first, last);
  }

  private static boolean areUniform(Reading text, NumberRun run, int first, int last) {
    int separator = text.at(run.end(first));
    for (int group = first + 1; group <= last; group++) {
      if (run.gap(group) != 1 || text.at(run.start(group) - 1) != separator) {
        return false;
      }
    }
    return separator != '(' && separator != ')';
  }

  private static boolean areSpaced(Reading text, NumberRun run, int first, int last) {
    for (int group = first + 1; group <= last; group++) {
      for (int at = run.end(group - 1); at < run.start(group); at++) {
        if (text.at(at) != ' ' && text.at(at) != '-') {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether no other four digits that are neither a year nor a card's are joined to these. */
  private static boolean standsOut(
      Reading text, NumberRun run, int first, int last, Finder finder) {
    if (run.length(first) != 4) {
      return true;
    }
    boolean before =
        first > 0
            && isJoinedFour(text, run, first, first - 1, first)
            && finder.lastEnd() < run.end(first - 1);
    int next = last + 1;
    boolean after =
        next < run.groups()
            && isJoinedFour(text, run, next, next, first)
            && !(FOURS.fits(run, next)
                && Issuers.claim(run, next, 16) == Claim.COMMON
                && CheckDigits.luhn(run, next, 0, 16));
    return !before && !after;
  }

  private static boolean isJoinedFour(Reading text, NumberRun run, int gap, int four, int first) {
    int century = run.length(four) == 4 ? CheckDigits.number(run, four, 0, 2) : 20;
    return century != 19
        && century != 20
        && run.gap(gap) == 1
        && text.at(run.start(gap) - 1) == text.at(run.end(first));
  }

  /** "4 1 1 1 …": as many single digits as there are. */
  private static void lookAtSingles(Reading text, NumberRun run, int group, Finder finder) {
    if (group > 0 && run.length(group - 1) == 1) {
      return;
    }
    int last = group;
    while (last + 1 < run.groups() && last - group < MAX_DIGITS && run.length(last + 1) == 1) {
      last++;
    }
    if (last - group + 1 >= MIN_DIGITS && last - group < MAX_DIGITS) {
      judge(text, run, group, last, true, finder);
    }
  }

  /** Any groups, if they are all there are and alike, and no decimal or phone number. */
  private static void lookAtWhole(Reading text, NumberRun run, Finder finder) {
    int last = run.groups() - 1;
    int count = run.digitsFrom(0);
    boolean isKorean = count == 13 && last == 1 && run.length(0) == 6;
    if (last == 0 || isKorean || count > MAX_DIGITS || !areUniform(text, run, 0, last)) {
      return;
    }
    boolean isPoint = last == 1 && text.at(run.end(0)) == '.';
    if (isPoint) {
      lookAtFloat(text, run, finder);
    } else if (text.at(run.start(0) - 1) != '+') {
      // Thirteen digits in groups are mostly of other things.
      judge(text, run, 0, last, count <= 16 && count != 13, finder);
    }
  }

  /** 4.111111111111111E15 is what becomes of a number that is read as a floating-point one. */
  private static void lookAtFloat(Reading text, NumberRun run, Finder finder) {
    int exponent = run.end(1);
    if (run.length(0) != 1 || (text.at(exponent) & ~0x20) != 'E') {
      return;
    }
    int at = exponent + (text.at(exponent + 1) == '+' ? 2 : 1);
    if (text.isDigit(at) && text.isDigit(at + 1) && !text.isWord(at + 2)) {
      int power = (text.at(at) - '0') * 10 + text.at(at + 1) - '0';
      if (power == run.length(1)
          && isCard(run, 0, run.digitsFrom(0)) == Claim.COMMON
          && !text.isWord(run.start(0) - 1)) {
        finder.found(run.start(0), at + 2);
      }
    }
  }

  private static Claim isCard(NumberRun run, int group, int count) {
    if (count < MIN_DIGITS || count > MAX_DIGITS || !CheckDigits.luhn(run, group, 0, count)) {
      return Claim.NONE;
    }
    return CheckDigits.allEqual(run, group, count) ? Claim.NONE : Issuers.claim(run, group, count);
  }

  private static boolean judge(
      Reading text, NumberRun run, int first, int last, boolean standsOut, Finder finder) {
    Claim claim = isCard(run, first, run.digits(first, last));
    if (claim == Claim.NONE) {
      return false;
    }
    int start = run.start(first);
    int end = run.end(last);
    if (text.at(start - 1) == '+' && run.digits(first, last) <= MAX_PHONE_DIGITS) {
      return false;
    }
    if (CnRic.isOne(run, first, last)) {
      return false;
    }
    if (!standsAlone(text, start, end)
        || isFraction(text, start, finder.lastEnd())
        || Iban.surrounds(text, run, first, end)) {
      return false;
    }
    boolean labelled = isLetter(text.at(start - 1)) && !Characters.isEscaped(text, start);
    if ((claim == Claim.COMMON && standsOut && !labelled) || WORDS.concern(text, start, end)) {
      finder.found(start, end);
      return true;
    }
    return false;
  }

  /** False for digits within a mix of letters and digits, such as a hash or an identifier. */
  private static boolean standsAlone(Reading text, int start, int end) {
    int before = start - 1;
    while (start - before <= UUID_LENGTH && isLetter(text.at(before))) {
      before--;
    }
    int after = end;
    while (after - end <= UUID_LENGTH && isLetter(text.at(after))) {
      after++;
    }
    boolean isMixed =
        (before < start - 1 && text.isDigit(before)) || (after > end && text.isDigit(after));
    return !isMixed && !isInUuid(text, start, end);
  }

  private static boolean isInUuid(Reading text, int start, int end) {
    int first = start;
    while (start - first < UUID_LENGTH && isUuidSign(text, first - 1)) {
      first--;
    }
    int last = end;
    while (last - end < UUID_LENGTH && isUuidSign(text, last)) {
      last++;
    }
    return last - first == UUID_LENGTH
        && text.at(first + 8) == '-'
        && text.at(first + 13) == '-'
        && text.at(first + 18) == '-'
        && text.at(first + 23) == '-';
  }

  private static boolean isUuidSign(Reading text, int at) {
    return text.at(at) == '-' || text.isWord(at);
  }

  /** Whether the digits at {@code start} are the fraction of a decimal number. */
  private static boolean isFraction(Reading text, int start, int matchedTo) {
    return text.at(start - 1) == '.' && text.isDigit(start - 2) && start - 1 > matchedTo;
  }

  private static boolean isLetter(int b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }
}
