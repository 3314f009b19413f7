package io.mcpgateway.policy.detect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Words of which one has to stand near a value, or be part of its name, so that it is taken for
 * what it looks like. Immutable.
 *
 * <p>A label of something else between the word and the value, such as "order" in "SSN on file,
 * order 123456782", takes the word's effect away: of two, the one nearer to the value counts, and
 * of two that end together the longer, such as "happy birthday". Between the words of a phrase
 * there may be a dash, a dot, an underscore or the end of a line, too. What was masked says
 * nothing.
 */
final class ContextWords {
  /** How many bytes before a value belong to its context. */
  private static final int BEFORE = 64;

  /** How many bytes after a value belong to its context, if its sentence goes on so far. */
  private static final int AFTER = 40;

  /** Longer names are looked at so far. */
  private static final int NAME = 128;

  /** Words that are as long as this may begin a longer one in a text, and be anywhere in a name. */
  private static final int LONG = 6;

  /** What numbers are called that are none of a person's. */
  private static final List<String> OTHERS =
      List.of(
          "auftrag",
          "batch",
          "bestellnummer",
          "bestellung",
          "build",
          "commande",
          "commit",
          "barcode",
          "case id",
          "case no",
          "case number",
          "claim no",
          "claim number",
          "contract no",
          "ean",
          "factuur",
          "facture",
          "faktura",
          "fakturanr",
          "fatura",
          "fattura",
          "folio",
          "gtin",
          "iccid",
          "imei",
          "imsi",
          "inv",
          "invoice",
          "isbn",
          "item",
          "order",
          "order no",
          "orderid",
          "orderno",
          "ordernr",
          "ordernummer",
          "parcel",
          "pedido",
          "policy no",
          "policy number",
          "product",
          "rechnung",
          "ref",
          "reference",
          "serial",
          "session id",
          "shipment",
          "sku",
          "ticket",
          "timestamp",
          "trace",
          "tracking",
          "transaction",
          "upc",
          "version");

  /** What numbers of a person are called; each kind has some of these for its own. */
  private static final List<String> PERSONAL =
      List.of(
          "aadhaar",
          "bsn",
          "burgerservicenummer",
          "codice fiscale",
          "cpf",
          "fnr",
          "fødselsnummer",
          "fodselsnummer",
          "henkilötunnu",
          "henkilotunnu",
          "hetu",
          "iban",
          "idnr",
          "nhs",
          "nric",
          "passport",
          "personnr",
          "personnummer",
          "pesel",
          "rrn",
          "social security",
          "ssn",
          "steuer",
          "fax",
          "handy",
          "mobile",
          "phone",
          "tel",
          "tél",
          "telefon",
          "telefono",
          "telefoon",
          "telephone",
          "whatsapp");

  /** How words are told apart in phrases. */
  private static final byte[] FOLDS = new byte[256];

  static {
    for (int b = 0; b < FOLDS.length; b++) {
      FOLDS[b] = (byte) b;
    }
    for (char sign : "_-.\t\r\n".toCharArray()) {
      FOLDS[sign] = ' ';
    }
  }

  private final int size;

  /** Behind the last of the words that are not about persons. */
  private final int impersonal;

  private final Keywords words;

  /**
   * @param words in lower case; each must begin and end where a word does
   */
  ContextWords(String... words) {
    this(List.of(words), except(List.of(words)));
  }

  private static List<String> except(List<String> own) {
    List<String> others = new ArrayList<>(OTHERS);
    others.addAll(PERSONAL);
    others.removeAll(own);
    return others;
  }

  private ContextWords(List<String> own, List<String> others) {
    this.size = own.size();
    this.impersonal =
        size + others.size() - (int) others.stream().filter(PERSONAL::contains).count();
    List<String> all = new ArrayList<>(own);
    all.addAll(others);
    this.words = new Keywords(all.stream().map(ContextWords::folded).toList());
  }

  /** The words {@code own}, whose effect ends at one of {@code others}, too. */
  static ContextWords unless(List<String> others, String... own) {
    List<String> all = new ArrayList<>(OTHERS);
    all.addAll(others);
    return new ContextWords(List.of(own), all);
  }

  /**
   * Whether one of them stands shortly before or after {@code start} to {@code end}, or in the
   * name.
   */
  boolean concern(Reading text, int start, int end) {
    return concern(text, text.from(), start, end);
  }

  /** The same, if nothing that stands before {@code from} counts any more. */
  boolean concern(Reading text, int from, int start, int end) {
    return before(text, from, start) > 0 || isIn(text.name(), 0, size) || isAfter(text, end);
  }

  /** Whether what stands at {@code start} has the label of something else. */
  boolean isContradicted(Reading text, int start) {
    return before(text, text.from(), start) < 0 || isIn(text.name(), size, words.size());
  }

  /**
   * The same, but what numbers of a person are called may be the name: somebody may have put it in
   * the wrong place.
   */
  boolean isContradictedAtAll(Reading text, int start) {
    return before(text, text.from(), start) < 0 || isIn(text.name(), size, impersonal);
  }

  /**
   * What the last label in the {@value #BEFORE} bytes before {@code at} is: 1 if one of the words,
   * −1 if that of something else, 0 if there is none.
   */
  private int before(Reading text, int from, int at) {
    byte[] bytes = text.bytes();
    int state = 0;
    int last = 0;
    for (int i = Math.max(from, Math.max(text.from(), at - BEFORE)); i < at; i++) {
      state = words.next(state, FOLDS[bytes[i] & 0xFF]);
      if (words.isHit(state)) {
        int hit = hit(text, state, i + 1);
        if (hit != 0) {
          last = hit;
        }
      }
    }
    return last;
  }

  /** "… is my SIN", but not the label of what comes next. */
  private boolean isAfter(Reading text, int at) {
    byte[] bytes = text.bytes();
    int to = Math.min(text.to(), at + AFTER);
    int state = 0;
    for (int i = at; i < to && !endsSentence(bytes[i]); i++) {
      state = words.next(state, FOLDS[bytes[i] & 0xFF]);
      if (words.isHit(state)) {
        int hit = hit(text, state, i + 1);
        if (hit != 0) {
          return hit > 0 && !introduces(text, i + 1);
        }
      }
    }
    return false;
  }

  private static boolean endsSentence(byte b) {
    return (b < ' ' && b >= 0)
        || b == '.'
        || b == ','
        || b == ';'
        || b == '"'
        || b == '|'
        || (b >= '0' && b <= '9');
  }

  /** Whether a value follows at {@code at}. */
  private static boolean introduces(Reading text, int at) {
    for (int i = at; i < at + AFTER && i < text.to(); i++) {
      int b = text.at(i);
      if (b == ':' || b == '=' || b == '#' || (b >= '0' && b <= '9')) {
        return true;
      }
      if (b == '.' || b == ',' || b == ';' || b == ')') {
        return false;
      }
    }
    return false;
  }

  /** 1 if one of the words ends at {@code end}, −1 if a label of something else does, 0 if none. */
  private int hit(Reading text, int state, int end) {
    for (int word : words.hits(state)) {
      int start = end - words.length(word);
      if (beginsWord(text, start)
          && (words.length(word) >= LONG || endsWord(text, end))
          && !Masked.surrounds(text, start, end)) {
        return word < size ? 1 : -1;
      }
    }
    return 0;
  }

  private static boolean beginsWord(Reading text, int at) {
    return !isLetter(text.at(at - 1)) || (isLower(text.at(at - 1)) && isUpper(text.at(at)));
  }

  private static boolean endsWord(Reading text, int at) {
    return !isLetter(text.at(at)) || (isLower(text.at(at - 1)) && isUpper(text.at(at)));
  }

  /** Names lose their capitals, and with them where words begin: a short word is at either end. */
  private boolean isIn(String name, int first, int end) {
    if (name.isEmpty()) {
      return false;
    }
    String head = name.substring(0, Math.min(name.length(), NAME));
    byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
    int state = 0;
    for (int i = 0; i < bytes.length; i++) {
      state = words.next(state, FOLDS[bytes[i] & 0xFF]);
      if (words.isHit(state)) {
        for (int word : words.hits(state)) {
          int length = words.length(word);
          int before = i - length;
          if (word >= first
              && word < end
              && (length >= LONG
                  || before < 0
                  || !isLetter(bytes[before])
                  || i + 1 == bytes.length
                  || !isLetter(bytes[i + 1]))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static String folded(String word) {
    return word.replace('_', ' ').replace('-', ' ').replace('.', ' ');
  }

  private static boolean isLetter(int b) {
    return isLower(b) || isUpper(b);
  }

  private static boolean isLower(int b) {
    return b >= 'a' && b <= 'z';
  }

  private static boolean isUpper(int b) {
    return b >= 'A' && b <= 'Z';
  }
}
