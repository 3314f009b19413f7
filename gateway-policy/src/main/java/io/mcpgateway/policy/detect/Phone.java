package io.mcpgateway.policy.detect;

import java.util.List;
import java.util.Set;

/**
 * Phone numbers that the numbering plans of their country have.
 *
 * <p>Found when international: with a plus sign, or with 00 and in groups. In the layouts (415)
 * 555-2671, 415-555-2671 and 415.555.2671, with or without a 1 before, if North America has the
 * number, or could have it in films. Beside a word for phones: also in one row, in other groups,
 * with 00, as the national number of many countries, and as international digits without a sign. An
 * extension behind it belongs to it. With a plus sign or beside a word it is enough that there
 * could be such a number: examples are often of ranges that nobody has.
 *
 * <p>Not found: national numbers without such a word, local numbers without their area code (but
 * 555-0134 beside a word), and service numbers of few digits.
 */
final class Phone implements Detector.OfNumbers {
  private static final int MIN_DIGITS = 7;
  private static final int MAX_DIGITS = 15;
  private static final int MAX_LENGTH = 24;

  /** A plus sign and fewer digits may be a difference. */
  private static final int MIN_POSSIBLE = 9;

  /** The area code and the exchange that films use. */
  private static final int FICTIONAL = 555;

  private static final int MAX_GROUPS = 8;
  private static final int MAX_EXTENSION = 6;
  private static final String[] NONE = {};

  /** Where numbers are dialled with a zero before them. */
  private static final String[] BEHIND_ZERO = {
    "GB", "DE", "FR", "IT", "AU", "JP", "NL", "BE", "CH", "AT", "SE", "KR", "IN", "ZA", "TR", "IE",
    "NZ", "FI", "CN", "BR"
  };

  private static final List<Layout> OTHER_LAYOUTS =
      List.of(new Layout("3-2-4"), new Layout("3.3.3-2"), new Layout("6-7"));

  /** What is counted in numbers as long as those of phones. */
  private static final Set<String> UNITS =
      Set.of(
          "ns",
          "us",
          "ms",
          "s",
          "sec",
          "seconds",
          "minutes",
          "hours",
          "days",
          "bytes",
          "b",
          "kb",
          "mb",
          "gb",
          "bits",
          "rows",
          "users",
          "items",
          "records",
          "times",
          "tokens",
          "requests",
          "calls",
          "hits",
          "usd",
          "eur",
          "dollars",
          "euros",
          "people",
          "units");

  private static final ContextWords WORDS =
      ContextWords.unless(
          List.of(
              "date",
              "datum",
              "ssn",
              "account",
              "card",
              "iban",
              "amount",
              "price",
              "total",
              "balance",
              "zip",
              "plz",
              "code",
              "pin",
              "born",
              "id",
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
              "insurance",
              "hetu",
              "henkilötunnu",
              "personnummer",
              "personnr",
              "idnr",
              "steuer",
              "nric",
              "konto",
              "kontonummer",
              "kundennummer",
              "vertrag",
              "aktenzeichen",
              "mrn",
              "policy",
              "claim",
              "contract",
              "case",
              "file",
              "folio",
              "receipt",
              "employee",
              "member",
              "student",
              "license",
              "licence",
              "routing",
              "sort code",
              "vat",
              "ust",
              "siret",
              "siren",
              "imsi",
              "version",
              "build",
              "room",
              "width",
              "height",
              "timeout",
              "call id",
              "contact id",
              "sim card",
              "mobile app",
              "phone model",
              "cell id",
              "call center"),
          "phone",
          "phones",
          "phone no",
          "phoneno",
          "phone number",
          "telephone",
          "tel",
          "tel no",
          "telno",
          "tel nr",
          "mobile",
          "mobiles",
          "mob",
          "mobno",
          "cell",
          "cellphone",
          "cell phone",
          "call",
          "calls",
          "called",
          "calling",
          "caller",
          "caller id",
          "callerid",
          "callee",
          "callback",
          "call back",
          "dial",
          "dialed",
          "dialled",
          "dialling",
          "fax",
          "whatsapp",
          "telegram",
          "viber",
          "signal",
          "sms",
          "text me",
          "text us",
          "texted",
          "text to",
          "msisdn",
          "contact",
          "contacts",
          "contact no",
          "contact number",
          "hotline",
          "helpline",
          "landline",
          "voicemail",
          "ring",
          "rang",
          "ring me",
          "reach",
          "reached",
          "reachable",
          "guardian",
          "parent",
          "next of kin",
          "emergency",
          "from number",
          "fromnumber",
          "to number",
          "tonumber",
          "ph",
          "ph no",
          "handy",
          "handynummer",
          "mobil",
          "mobilnummer",
          "mobiltelefon",
          "festnetz",
          "rufnummer",
          "rufnummern",
          "rückruf",
          "rueckruf",
          "anruf",
          "anrufen",
          "anrufe",
          "angerufen",
          "erreichbar",
          "erreichen",
          "durchwahl",
          "fon",
          "telefon",
          "telefonisch",
          "telefonnummer",
          "natel",
          "telefono",
          "teléfono",
          "teléfonos",
          "tél",
          "tel fixe",
          "tél fixe",
          "téléphone",
          "telephoner",
          "téléphoner",
          "téléphonique",
          "portable",
          "joindre",
          "joignable",
          "rappeler",
          "rappelez",
          "rappel",
          "gsm",
          "móvil",
          "movil",
          "celular",
          "cel",
          "appeler",
          "appelez",
          "llamar",
          "llame",
          "llama",
          "llámame",
          "contacto",
          "contactar",
          "cellulare",
          "chiamare",
          "chiama",
          "chiamami",
          "contatto",
          "recapito",
          "telefone",
          "fone",
          "telemóvel",
          "telemovel",
          "ligue",
          "ligar",
          "contato",
          "telefoon",
          "telefoonnummer",
          "mobiel",
          "mobieltje",
          "bel",
          "bellen",
          "terugbellen",
          "puhelin",
          "puh",
          "matkapuhelin",
          "puhelinnumero",
          "komórka",
          "komórkowy",
          "tel kom",
          "kom",
          "zadzwoń",
          "zadzwonić",
          "telefonu",
          "tlf",
          "tfn",
          "ringa",
          "mobilen",
          "telefonnr",
          "mobilnr",
          "telefonní",
          "телефон",
          "тел",
          "моб",
          "звоните",
          "电话",
          "手机",
          "電話",
          "携帯",
          "전화",
          "휴대폰",
          "연락처",
          "फोन",
          "هاتف",
          "טלפון");

  /** What has the layout of an American number and is none. */
  private static final ContextWords IDS =
      new ContextWords("nhs", "social insurance", "socialinsurance", "tracking", "order id", "sku");

  static {
    // Takes too long for whoever starts, and for the first text with a number.
    Thread.ofPlatform().daemon().name("phone-plans").start(PhonePlans::readBeforehand);
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
    int sign = start - 1;
    while (sign > start - 3 && (text.at(sign) == '(' || text.at(sign) == ' ')) {
      sign--;
    }
    if (text.at(sign) == '+' && Characters.startsWord(text, sign)) {
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
        break;
      }
      if (isJoined(text, run.end(last), skipped == 0)
          || isCoordinate(text, run, group, last, count)) {
        continue;
      }
      if (!finder.mayLookCostly()
          || PhonePlans.isValid(digits(run, group, skipped, count))
          || isValidWithoutTrunkZero(run, group, last, skipped)) {
        finder.found(start, extended(text, run.end(last)));
        return true;
      }
    }
    return skipped == 0 && lookAtPossible(text, run, group, start, finder);
  }

  /** What nobody has, but could have. */
  private static boolean lookAtPossible(
      Reading text, NumberRun run, int group, int start, Finder finder) {
    for (int last = lastGroup(text, run, group, 0); last >= group; last--) {
      int count = run.digits(group, last);
      if (count < MIN_POSSIBLE) {
        return false;
      }
      if (!isJoined(text, run.end(last), true)
          && !isCoordinate(text, run, group, last, count)
          && (!finder.mayLookCostly() || PhonePlans.isPossible(digits(run, group, 0, count)))) {
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
        && PhonePlans.isValid(all.substring(0, country) + all.substring(country + 1));
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
        || !isAmerican(run, area, inParentheses, finder)) {
      return false;
    }
    finder.found(start, extended(text, end));
    return true;
  }

  /** Also with the 555 of films, as area or as exchange; in parentheses any area. */
  private static boolean isAmerican(NumberRun run, int area, boolean inParentheses, Finder finder) {
    int exchange = CheckDigits.number(run, area, 3, 3);
    if (run.digit(area, 0) < 2 || exchange < 200) {
      return false;
    }
    return inParentheses
        || exchange == FICTIONAL
        || CheckDigits.number(run, area, 0, 3) == FICTIONAL
        || !finder.mayLookCostly()
        || PhonePlans.isValid(digits(run, area, 0, 10), "US");
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
        run.length(group) > 1 && run.digit(group, 0) == 0 && run.digit(group, 1) == 0;
    int last = lastGroup(text, run, group, isPrefixed ? 2 : 0);
    if (last < group || run.digits(group, last) < MIN_DIGITS) {
      return;
    }
    int start = text.at(run.start(group) - 1) == '(' ? run.start(group) - 1 : run.start(group);
    if (isPrefixed
        && isGroupedPrefix(run, group, last)
        && Edges.isFreeBefore(text, start)
        && lookAtInternational(text, run, group, 2, start, finder)) {
      return;
    }
    if (isDateOrAddress(text, run, group, last)
        || !Edges.isLabelledBefore(text, start)
        || isCode(text, start)
        || !WORDS.concern(text, start, run.end(last))) {
      return;
    }
    if (isPrefixed) {
      lookAtInternational(text, run, group, 2, start, finder);
      return;
    }
    if (!lookAtGroups(text, run, group, last, start, true, finder)) {
      lookAtGroups(text, run, group, last, start, false, finder);
    }
  }

  /** Whether one or two letters are joined to the digits, as in "NO0594282988143". */
  private static boolean isCode(Reading text, int start) {
    int letters = Alphabet.LETTER.start(text, start, 3);
    return letters < start && start - letters < 3 && !Characters.isEscaped(text, start);
  }

  /** "00 49 30 …", "0049 30 …" and "001 415 555 2671": no other numbers are written so. */
  private static boolean isGroupedPrefix(NumberRun run, int group, int last) {
    return switch (run.length(group)) {
      case 2, 4, 5 -> last > group;
      case 3 ->
          group + 3 < run.groups()
              && run.length(group + 1) == 3
              && run.length(group + 2) == 3
              && run.length(group + 3) == 4;
      default -> false;
    };
  }

  /**
   * Looks for the longest number of the groups from {@code group} on.
   *
   * @param valid whether somebody has to have it
   */
  private static boolean lookAtGroups(
      Reading text,
      NumberRun run,
      int group,
      int longest,
      int start,
      boolean valid,
      Finder finder) {
    int last = longest;
    for (int tries = 0; last >= group && tries < 4; last--, tries++) {
      int count = run.digits(group, last);
      if (count < MIN_DIGITS) {
        return false;
      }
      if (isJoined(text, run.end(last), false)
          || isDateOrAddress(text, run, group, last)
          || isCounted(text, run.end(last))) {
        continue;
      }
      String digits = digits(run, group, 0, count);
      if (valid
          ? isNational(digits, finder)
          : isPlausible(run, group, last, digits) && !isPart(run, group, last)) {
        finder.found(start, extended(text, run.end(last)));
        return true;
      }
    }
    return false;
  }

  /** Whether more digits follow that are likely to be of the same number, such as a card's. */
  private static boolean isPart(NumberRun run, int group, int last) {
    return run.digit(group, 0) != 0
        && last + 1 < run.groups()
        && run.gap(last + 1) == 1
        && run.length(last + 1) > 2;
  }

  /** Whether a unit stands behind it. */
  private static boolean isCounted(Reading text, int end) {
    int from = text.at(end) == ' ' ? end + 1 : end;
    int to = Alphabet.LETTER.end(text, from, 16);
    return to > from && UNITS.contains(Characters.lower(text, from, to));
  }

  /** Whether some country could give it out: by its length and first digits. */
  private static boolean isPlausible(NumberRun run, int group, int last, String digits) {
    int length = digits.length();
    char first = digits.charAt(0);
    if (first == '0') {
      return length >= 8 && length <= 12 && digits.charAt(1) != '0';
    }
    return switch (length) {
      case 7 -> last == group + 1 && run.length(group) == 3 && run.gap(last) == 1 && first != '1';
      case 8, 9 -> last > group;
      case 10 -> first != '1';
      case 11 -> first == '1' || first == '7' || first == '8' || last > group;
      default -> false;
    };
  }

  private static boolean beginsAnew(Reading text, NumberRun run, int group, Finder finder) {
    return run.gap(group) > 1
        || text.at(run.start(group) - 1) == '/'
        || (finder.lastEnd() > 0 && finder.lastEnd() >= run.end(group - 1));
  }

  private static boolean isNational(String digits, Finder finder) {
    for (String region : regions(digits)) {
      if (!finder.mayLookCostly() || PhonePlans.isValid(digits, region)) {
        return true;
      }
    }
    return digits.length() >= 10
        && digits.charAt(0) != '0'
        && (!finder.mayLookCostly() || PhonePlans.isValid(digits));
  }

  /** Where a number of such a form can be a national one, the likelier first. */
  private static String[] regions(String digits) {
    char first = digits.charAt(0);
    if (first == '0') {
      return BEHIND_ZERO;
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
    if (isOfSomethingElse(text, run, group, groups)) {
      return true;
    }
    boolean isDecimal =
        groups == 2
            && text.at(run.end(group)) == '.'
            && run.gap(last) == 1
            && (run.digit(group, 0) != 0 || run.length(group) == 1);
    return isDate || isAddress || isDecimal;
  }

  /** 2022/32825, and the layouts of social security and other personal numbers. */
  private static boolean isOfSomethingElse(Reading text, NumberRun run, int group, int groups) {
    for (Layout each : OTHER_LAYOUTS) {
      if (each.groups() == groups && each.fits(run, group)) {
        return true;
      }
    }
    int century = run.length(group) == 4 ? CheckDigits.number(run, group, 0, 2) : 0;
    int sign = text.at(run.end(group));
    return (century == 19 || century == 20)
        && groups > 1
        && (sign == '/' || sign == '.' || (sign == '-' && run.length(group + 1) > 4));
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

  private static boolean isJoined(Reading text, int end, boolean signed) {
    if (!signed && text.at(end) == ':' && text.isWord(end + 1)) {
      return true;
    }
    return !Edges.isFreeAfter(text, end)
        && !isExtension(text, end)
        && !(signed && text.at(end) == '@');
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
