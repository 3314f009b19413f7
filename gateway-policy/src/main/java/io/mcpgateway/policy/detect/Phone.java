package io.mcpgateway.policy.detect;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;

/**
 * Phone numbers that the numbering plans of their country have.
 *
 * <p>Found when international: with a plus sign, or with 00 and in groups. In the layouts (415)
 * 555-2671, 415-555-2671 and 415.555.2671, with or without a 1 before, if North America has the
 * number. Beside a word for phones: also in one row, in other groups, with 00, as the national
 * number of one of some thirty countries, and as international digits without a sign. An extension
 * behind it belongs to it.
 *
 * <p>Not found: national numbers without such a word, local numbers without their area code, and
 * service numbers of few digits.
 */
final class Phone implements Detector.OfNumbers {
  private static final int MIN_DIGITS = 7;
  private static final int MAX_DIGITS = 15;
  private static final int MAX_LENGTH = 24;
  private static final int MAX_GROUPS = 8;
  private static final int MAX_EXTENSION = 6;
  private static final String[] NONE = {};

  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

  private static final ContextWords WORDS =
      ContextWords.unless(
          java.util.List.of(
              "date",
              "datum",
              "ssn",
              "account",
              "card",
              "iban",
              "amount",
              "price",
              "zip",
              "code",
              "born",
              "user id",
              "customer id",
              "device id",
              "ip",
              "host",
              "server",
              "port",
              "nhs",
              "sin",
              "bsn",
              "cpf",
              "pesel",
              "fnr",
              "nir",
              "aadhaar",
              "rrn",
              "passport",
              "tax",
              "social",
              "security",
              "insurance"),
          "phone",
          "phones",
          "phone no",
          "telephone",
          "tel",
          "tel no",
          "telno",
          "mobile",
          "mob",
          "cell",
          "cellphone",
          "call",
          "dial",
          "fax",
          "whatsapp",
          "telegram",
          "sms",
          "text me",
          "text us",
          "msisdn",
          "contact",
          "hotline",
          "landline",
          "handy",
          "handynummer",
          "mobil",
          "rufnummer",
          "anruf",
          "anrufen",
          "telefon",
          "telefonnummer",
          "telefono",
          "teléfono",
          "téléphone",
          "móvil",
          "movil",
          "celular",
          "appeler",
          "appelez",
          "llamar",
          "llame",
          "cellulare",
          "chiamare",
          "chiama",
          "telefone",
          "telemóvel",
          "telemovel",
          "ligue",
          "telefoon",
          "mobiel",
          "bellen",
          "puhelin",
          "komórka",
          "tlf",
          "телефон",
          "тел",
          "电话",
          "手机",
          "電話",
          "携帯",
          "전화",
          "휴대폰",
          "फोन");

  /** What has the layout of an American number and is none. */
  private static final ContextWords IDS =
      new ContextWords("nhs", "social insurance", "socialinsurance", "tracking", "order id", "sku");

  static {
    // Reads the plans of the countries below now, not at the first text.
    for (String region :
        new String[] {"US", "GB", "DE", "FR", "IT", "AU", "JP", "IN", "ES", "BR", "CN", "NL"}) {
      PLANS.getExampleNumber(region);
      isValid("0123456789", region);
    }
  }

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
    int start = run.start(group);
    if (start < finder.lastEnd()) {
      return;
    }
    int sign = text.at(start - 1) == '(' ? start - 2 : start - 1;
    if (text.at(sign) == '+' && !text.isWord(sign - 1)) {
      lookAtInternational(text, run, group, 0, sign, finder);
    } else if (!lookAtAmerican(text, run, group, finder)) {
      lookAtNational(text, run, group, finder);
    }
  }

  /**
   * @param skipped so many digits are a prefix that stands for the plus sign
   */
  private static boolean lookAtInternational(
      Reading text, NumberRun run, int group, int skipped, int start, Finder finder) {
    if (run.digit(group, skipped) == 0) {
      return false;
    }
    for (int last = lastGroup(text, run, group, skipped), tries = 0;
        last >= group && tries < 4;
        last--, tries++) {
      int count = run.digits(group, last) - skipped;
      if (count < MIN_DIGITS) {
        return false;
      }
      if (isJoined(text, run.end(last)) || isCoordinate(text, run, group, last, count)) {
        continue;
      }
      if (!finder.mayLookCostly()
          || isValid("+" + digits(run, group, skipped, count), "ZZ")
          || isValidWithoutTrunkZero(run, group, last, skipped)) {
        finder.found(start, extended(text, run.end(last)));
        return true;
      }
    }
    return false;
  }

  /**
   * "+49.9084563 -26.3483744": degrees have some seven decimals, numbers behind a dot have more.
   */
  private static boolean isCoordinate(Reading text, NumberRun run, int group, int last, int count) {
    return last > group
        && run.gap(group + 1) == 1
        && text.at(run.end(group)) == '.'
        && run.length(group + 1) > 4
        && (last > group + 1 || count < 11);
  }

  /** "+44 (0)20 …": the zero is dialled in the country only. */
  private static boolean isValidWithoutTrunkZero(NumberRun run, int group, int last, int skipped) {
    if (last == group || run.digit(group + 1, 0) != 0) {
      return false;
    }
    int country = run.length(group) - skipped;
    int count = run.digits(group, last) - skipped;
    String all = digits(run, group, skipped, count);
    return country <= 3
        && isValid("+" + all.substring(0, country) + all.substring(country + 1), "ZZ");
  }

  private static boolean lookAtAmerican(Reading text, NumberRun run, int group, Finder finder) {
    int area = run.length(group) == 1 && run.digit(group, 0) == 1 ? group + 1 : group;
    if (area + 2 >= run.groups()
        || run.length(area) != 3
        || run.length(area + 1) != 3
        || run.length(area + 2) != 4
        || !isAmericanLayout(text, run, area)) {
      return false;
    }
    boolean inParentheses = text.at(run.start(area) - 1) == '(';
    int start = run.start(group) - (inParentheses && area == group ? 1 : 0);
    int end = run.end(area + 2);
    if (!Edges.isFree(text, start, end)
        || isContinued(text, run, group, area + 2)
        || (IDS.concern(text, start, end) && !WORDS.concern(text, start, end))
        || (finder.mayLookCostly() && !isValid(digits(run, area, 0, 10), "US"))) {
      return false;
    }
    finder.found(start, extended(text, end));
    return true;
  }

  private static boolean isAmericanLayout(Reading text, NumberRun run, int area) {
    int last = run.gap(area + 2) == 1 ? text.at(run.start(area + 2) - 1) : 0;
    if (last != '-' && last != '.') {
      return false;
    }
    int afterArea = text.at(run.end(area));
    if (afterArea == ')') {
      return text.at(run.start(area) - 1) == '('
          && (run.gap(area + 1) == 1
              || (run.gap(area + 1) == 2 && text.at(run.start(area + 1) - 1) != '.'));
    }
    return run.gap(area + 1) == 1 && afterArea == last;
  }

  /** Whether other digits are joined to the groups by a dash or a dot. */
  private static boolean isContinued(Reading text, NumberRun run, int first, int last) {
    return (first > 0
            && run.gap(first) == 1
            && text.at(run.start(first) - 1) != ' '
            && text.at(run.start(first) - 1) != '(')
        || (last + 1 < run.groups() && run.gap(last + 1) == 1 && text.at(run.end(last)) != ' ');
  }

  private static void lookAtNational(Reading text, NumberRun run, int group, Finder finder) {
    if (group > 0 && !beginsAnew(text, run, group, finder)) {
      return;
    }
    boolean isPrefixed =
        run.length(group) > 2 && run.digit(group, 0) == 0 && run.digit(group, 1) == 0;
    int last = lastGroup(text, run, group, isPrefixed ? 2 : 0);
    if (last < group || run.digits(group, last) < MIN_DIGITS) {
      return;
    }
    int start = text.at(run.start(group) - 1) == '(' ? run.start(group) - 1 : run.start(group);
    if (isPrefixed && last > group && Edges.isFreeBefore(text, start)) {
      if (lookAtInternational(text, run, group, 2, start, finder)) {
        return;
      }
    }
    if (isDateOrAddress(text, run, group, last)
        || !Edges.isLabelledBefore(text, start)
        || !WORDS.concern(text, start, run.end(last))) {
      return;
    }
    if (isPrefixed) {
      lookAtInternational(text, run, group, 2, start, finder);
      return;
    }
    for (int tries = 0; last >= group && tries < 2; last--, tries++) {
      int count = run.digits(group, last);
      if (count >= MIN_DIGITS
          && !isJoined(text, run.end(last))
          && !isDateOrAddress(text, run, group, last)
          && isNational(digits(run, group, 0, count), finder)) {
        finder.found(start, extended(text, run.end(last)));
        return;
      }
    }
  }

  private static boolean beginsAnew(Reading text, NumberRun run, int group, Finder finder) {
    return run.gap(group) > 1
        || text.at(run.start(group) - 1) == '/'
        || (finder.lastEnd() > 0 && finder.lastEnd() >= run.end(group - 1));
  }

  private static boolean isNational(String digits, Finder finder) {
    for (String region : regions(digits)) {
      if (!finder.mayLookCostly() || isValid(digits, region)) {
        return true;
      }
    }
    return digits.length() >= 10
        && digits.charAt(0) != '0'
        && (!finder.mayLookCostly() || isValid("+" + digits, "ZZ"));
  }

  /** Where a number of such a form can be a national one, the likelier first. */
  private static String[] regions(String digits) {
    char first = digits.charAt(0);
    if (first == '0') {
      return new String[] {
        "GB", "DE", "FR", "IT", "AU", "JP", "NL", "BE", "CH", "AT", "SE", "KR", "IN", "ZA", "TR",
        "IE", "NZ", "FI", "CN", "BR"
      };
    }
    return switch (digits.length()) {
      case 8 -> isDay(digits) ? NONE : new String[] {"SG", "NO", "DK", "HK"};
      case 9 -> new String[] {"ES", "PL", "PT", "CZ", "IT"};
      case 10 -> first == '1' ? NONE : new String[] {"US", "IN", "MX", "IT", "BR", "GR"};
      case 11 -> first == '1' ? new String[] {"US", "CN", "BR"} : new String[] {"BR", "RU"};
      default -> NONE;
    };
  }

  /** Whether eight digits are a day such as 20261127. */
  private static boolean isDay(String digits) {
    int number = Integer.parseInt(digits);
    return number / 10_000 >= 1900
        && number / 10_000 <= 2100
        && Days.exists(number / 10_000, number / 100 % 100, number % 100);
  }

  private static boolean isDateOrAddress(Reading text, NumberRun run, int group, int last) {
    int groups = last - group + 1;
    boolean isDate =
        groups >= 3
            && ((run.length(group) == 4 && run.length(group + 1) <= 2 && run.length(group + 2) <= 2)
                || (run.length(group) <= 2
                    && run.length(group + 1) <= 2
                    && run.length(group + 2) == 4
                    && text.at(run.end(group)) != ' '));
    boolean isAddress =
        groups == 4
            && text.at(run.end(group)) == '.'
            && text.at(run.end(group + 1)) == '.'
            && text.at(run.end(group + 2)) == '.'
            && run.length(group) <= 3
            && run.length(group + 1) <= 3
            && run.length(group + 2) <= 3
            && run.length(last) <= 3;
    boolean isDecimal = groups == 2 && text.at(run.end(group)) == '.' && run.gap(last) == 1;
    return isDate || isAddress || isDecimal;
  }

  /** The last group that a number which begins with {@code group} may have. */
  private static int lastGroup(Reading text, NumberRun run, int group, int skipped) {
    int last = group - 1;
    while (last + 1 < run.groups()
        && last + 1 - group < MAX_GROUPS
        && run.digits(group, last + 1) - skipped <= MAX_DIGITS
        && run.end(last + 1) - run.start(group) <= MAX_LENGTH
        && (last < group || isOneNumber(text, run, last + 1))) {
      last++;
    }
    return last;
  }

  private static boolean isOneNumber(Reading text, NumberRun run, int group) {
    int at = run.end(group - 1);
    return run.gap(group) == 1 || text.at(at) != ' ' || text.at(at + 1) != ' ';
  }

  private static boolean isJoined(Reading text, int end) {
    return !Edges.isFreeAfter(text, end) && !isExtension(text, end);
  }

  private static boolean isExtension(Reading text, int at) {
    return (text.at(at) & ~0x20) == 'X' && text.isDigit(at + 1);
  }

  private static String digits(NumberRun run, int group, int from, int count) {
    StringBuilder digits = new StringBuilder(count);
    for (int i = from; i < from + count; i++) {
      digits.append((char) ('0' + run.digit(group, i)));
    }
    return digits.toString();
  }

  private static boolean isValid(String digits, String region) {
    try {
      return PLANS.isValidNumber(PLANS.parse(digits, region));
    } catch (NumberParseException noNumber) {
      return false;
    }
  }

  /** Where an extension ends that stands behind the number, such as "x12" or "ext. 12". */
  private static int extended(Reading text, int end) {
    int at = end;
    while (at - end < 2 && (text.at(at) == ' ' || text.at(at) == ',' || text.at(at) == ';')) {
      at++;
    }
    if (startsWith(text, at, "ext")) {
      at += startsWith(text, at, "extension") ? 9 : 3;
    } else if (startsWith(text, at, "x")) {
      at++;
    } else {
      return end;
    }
    for (int i = 0;
        i < 2 && (text.at(at) == '.' || text.at(at) == ' ' || text.at(at) == '=');
        i++) {
      at++;
    }
    int digits = at;
    while (text.isDigit(at) && at - digits <= MAX_EXTENSION) {
      at++;
    }
    return at > digits && at - digits <= MAX_EXTENSION && !text.isWord(at) ? at : end;
  }

  private static boolean startsWith(Reading text, int at, String word) {
    for (int i = 0; i < word.length(); i++) {
      if ((text.at(at + i) | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
