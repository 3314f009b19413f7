package io.mcpgateway.policy.detect.quality;

import io.mcpgateway.policy.detect.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Values that are written so that they are hard to see, each beside a word that says what it is.
 */
final class Evasions {
  /** Ways to write a value without another encoding. */
  enum Disguise {
    NONE,
    SPACES,
    DASHES,
    DOTS,
    EVERY_DIGIT_APART,
    ODD_GROUPS,
    FULL_WIDTH,
    ARABIC_INDIC,
    DEVANAGARI,
    ZERO_WIDTH_SPACE,
    ZERO_WIDTH_JOINER,
    SOFT_HYPHEN,
    WORD_JOINER,
    NO_BREAK_SPACES,
    THIN_SPACES,
    EN_DASHES,
    MINUS_SIGNS,
    LOWER_CASE,
    UPPER_CASE
  }

  /** Other encodings. */
  enum Encoding {
    DECIMAL_ENTITIES,
    HEX_ENTITIES,
    NAMED_ENTITIES,
    PERCENT,
    JSON_ESCAPES,
    BASE64
  }

  /** Kinds that can be disguised, with texts in which they are looked for. */
  private record Carrier(Kind kind, List<String> texts) {}

  private static final List<Carrier> CARRIERS =
      List.of(
          new Carrier(Kind.CARD, List.of("Please charge my card %s today", "card: %s", "PAN=%s;")),
          new Carrier(Kind.IBAN, List.of("Send it to IBAN %s by Friday", "%s", "iban: %s")),
          new Carrier(Kind.EMAIL, List.of("write to %s for details", "email: %s", "<%s>")),
          new Carrier(Kind.PHONE, List.of("call me at %s tonight", "phone: %s")),
          new Carrier(Kind.US_SSN, List.of("SSN %s", "my social security number is %s")),
          new Carrier(Kind.BR_CPF, List.of("CPF %s", "o CPF dele: %s.")),
          new Carrier(Kind.CA_SIN, List.of("SIN %s", "social insurance number: %s")),
          new Carrier(Kind.CN_RIC, List.of("身份证号 %s", "resident identity card %s")),
          new Carrier(Kind.DE_TAX_ID, List.of("Steuer-ID: %s", "Steueridentifikationsnummer %s")),
          new Carrier(Kind.ES_NIF, List.of("DNI %s", "NIF: %s, gracias")),
          new Carrier(Kind.FI_HETU, List.of("henkilötunnus %s", "hetu: %s")),
          new Carrier(Kind.FR_NIR, List.of("numéro de sécurité sociale : %s", "NIR %s")),
          new Carrier(Kind.UK_NHS, List.of("NHS number %s", "NHS no: %s")),
          new Carrier(Kind.IN_AADHAAR, List.of("Aadhaar %s", "aadhaar number: %s")),
          new Carrier(Kind.IT_FISCAL_CODE, List.of("codice fiscale %s", "CF: %s")),
          new Carrier(Kind.KR_RRN, List.of("주민등록번호 %s", "RRN: %s")),
          new Carrier(Kind.NL_BSN, List.of("BSN %s", "burgerservicenummer: %s")),
          new Carrier(Kind.NO_FNR, List.of("fødselsnummer %s", "fnr: %s")),
          new Carrier(Kind.PL_PESEL, List.of("PESEL %s", "numer PESEL: %s")),
          new Carrier(Kind.SE_PNR, List.of("personnummer %s", "pnr: %s")),
          new Carrier(Kind.SG_NRIC, List.of("NRIC %s", "NRIC/FIN: %s")));

  private Evasions() {}

  static Sample any(Dice dice) {
    while (true) {
      Carrier carrier = dice.pick(CARRIERS);
      Disguise disguise = dice.pick(List.of(Disguise.values()));
      String value = disguised(carrier.kind(), disguise, dice);
      if (!value.isEmpty()) {
        String place = dice.pick(carrier.texts());
        int start = place.indexOf("%s");
        return new Sample(
            "evasion/" + disguise,
            "",
            place.replace("%s", value),
            List.of(label(carrier.kind(), start, start + value.length())));
      }
    }
  }

  /** What is grouped like a phone number may be taken for one, beside whatever word. */
  private static Label label(Kind kind, int start, int end) {
    Label label = Label.of(kind, start, end);
    return switch (kind) {
      case UK_NHS, CA_SIN -> label.or(Kind.PHONE);
      default -> label;
    };
  }

  /** The value so disguised, or an empty text if that makes no sense for the kind. */
  private static String disguised(Kind kind, Disguise disguise, Dice dice) {
    return switch (disguise) {
      case NONE -> Values.written(kind, dice, "");
      case SPACES -> groups(kind, " ", dice);
      case DASHES -> groups(kind, "-", dice);
      case DOTS -> kind == Kind.CARD || kind == Kind.BR_CPF ? groups(kind, ".", dice) : "";
      case EVERY_DIGIT_APART ->
          kind == Kind.CARD ? apart(Cards.common(dice), dice.pick(" ", "-")) : "";
      case ODD_GROUPS ->
          kind == Kind.CARD ? Dice.grouped(Cards.common(dice), " ", 5, 3, 2, 4, 2) : "";
      case FULL_WIDTH -> mapped(Values.written(kind, dice, ""), Evasions::fullWidth);
      case ARABIC_INDIC -> mapped(Values.written(kind, dice, ""), c -> digit(c, 0x660));
      case DEVANAGARI -> mapped(Values.written(kind, dice, ""), c -> digit(c, 0x966));
      case ZERO_WIDTH_SPACE -> apart(bare(kind, dice), "\u200b");
      case ZERO_WIDTH_JOINER -> apart(bare(kind, dice), "\u200d");
      case SOFT_HYPHEN -> apart(bare(kind, dice), "\u00ad");
      case WORD_JOINER -> apart(bare(kind, dice), "\u2060");
      case NO_BREAK_SPACES -> groups(kind, "\u00a0", dice);
      case THIN_SPACES -> groups(kind, dice.pick("\u2009", "\u202f"), dice);
      case EN_DASHES -> groups(kind, "\u2013", dice);
      case MINUS_SIGNS -> groups(kind, "\u2212", dice);
      case LOWER_CASE -> Values.written(kind, dice, "").toLowerCase(Locale.ROOT);
      case UPPER_CASE -> Values.written(kind, dice, "").toUpperCase(Locale.ROOT);
    };
  }

  private static String bare(Kind kind, Dice dice) {
    return switch (kind) {
      case CARD -> Cards.common(dice);
      case IBAN -> Ibans.any(dice);
      case EMAIL -> People.email(dice, "");
      case PHONE -> Phones.written(dice, "e164");
      case US_SSN, KR_RRN, SE_PNR -> NationalIds.inGroups(kind, NationalIds.bare(kind, dice), "-");
      default -> NationalIds.bare(kind, dice);
    };
  }

  private static String groups(Kind kind, String separator, Dice dice) {
    return switch (kind) {
      case CARD -> Cards.grouped(Cards.common(dice), separator);
      case IBAN -> Dice.inFours(Ibans.any(dice), separator);
      case PHONE ->
          dice.pick(
                  "+44 7712 " + dice.digits(6),
                  "+49 170 " + dice.digits(7),
                  "+34 612 " + dice.digits(3) + " " + dice.digits(3))
              .replace(" ", separator);
      case FI_HETU -> NationalIds.bare(kind, dice).replace("-", dashOr(separator));
      case CN_RIC, EMAIL, IT_FISCAL_CODE, PL_PESEL, SG_NRIC -> "";
      case KR_RRN, SE_PNR, ES_NIF ->
          separator.isBlank() || separator.equals("\u00a0") || separator.equals("\u202f")
              ? ""
              : NationalIds.inGroups(kind, NationalIds.bare(kind, dice), separator);
      default -> NationalIds.inGroups(kind, NationalIds.bare(kind, dice), separator);
    };
  }

  private static String dashOr(String separator) {
    return separator.equals("\u2013") || separator.equals("\u2212") ? separator : "-";
  }

  /** With {@code between} between any two characters. */
  private static String apart(String value, String between) {
    StringBuilder apart = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      apart.append(i == 0 ? "" : between).append(value.charAt(i));
    }
    return apart.toString();
  }

  private interface Mapping {
    int of(int c);
  }

  private static String mapped(String value, Mapping mapping) {
    StringBuilder mapped = new StringBuilder();
    value.chars().forEach(c -> mapped.appendCodePoint(mapping.of(c)));
    return mapped.toString();
  }

  private static int fullWidth(int c) {
    return Character.isLetterOrDigit(c) && c < 0x80 ? c + 0xFEE0 : c;
  }

  private static int digit(int c, int zero) {
    return c >= '0' && c <= '9' ? c - '0' + zero : c;
  }

  /** A value in another encoding. */
  static Sample encoded(Dice dice) {
    Carrier carrier = dice.pick(CARRIERS);
    Kind kind = carrier.kind();
    Encoding encoding = dice.pick(List.of(Encoding.values()));
    String value = Values.written(kind, dice, "");
    String place = dice.pick(carrier.texts());
    int at = place.indexOf("%s");
    String origin = "encoding/" + encoding;
    List<Label> labels = new ArrayList<>();
    String text =
        switch (encoding) {
          case DECIMAL_ENTITIES, HEX_ENTITIES, NAMED_ENTITIES -> {
            String html = "<p>" + place + "</p>";
            String hidden = entities(value, encoding);
            labels.add(label(kind, at + 3, at + 3 + hidden.length()));
            yield html.replace("%s", hidden);
          }
          case PERCENT -> {
            String before = "https://example.com/find?q=" + percent(place.substring(0, at), false);
            String hidden = percent(value, dice.chance(50));
            labels.add(label(kind, before.length(), before.length() + hidden.length()));
            yield before + hidden + percent(place.substring(at + 2), false) + "&page=2";
          }
          case JSON_ESCAPES -> {
            String before = "{\"note\":\"" + place.substring(0, at);
            String hidden = jsonEscapes(value, dice);
            labels.add(label(kind, before.length(), before.length() + hidden.length()));
            yield before + hidden + place.substring(at + 2) + "\"}";
          }
          case BASE64 -> {
            byte[] before = place.substring(0, at).getBytes(StandardCharsets.UTF_8);
            byte[] whole = place.replace("%s", value).getBytes(StandardCharsets.UTF_8);
            String intro = "payload: ";
            int end = before.length + value.getBytes(StandardCharsets.UTF_8).length;
            labels.add(
                label(
                    kind,
                    intro.length() + before.length * 8 / 6,
                    intro.length() + (end * 8 + 5) / 6));
            yield intro + Base64.getEncoder().encodeToString(whole);
          }
        };
    return new Sample(origin, "", text, labels, true);
  }

  private static String entities(String value, Encoding encoding) {
    StringBuilder hidden = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (encoding) {
        case DECIMAL_ENTITIES -> hidden.append("&#").append((int) c).append(';');
        case HEX_ENTITIES -> hidden.append("&#x").append(Integer.toHexString(c)).append(';');
        default -> hidden.append(named(c));
      }
    }
    return hidden.toString();
  }

  private static String named(char c) {
    return switch (c) {
      case '@' -> "&commat;";
      case '.' -> "&period;";
      case '+' -> "&plus;";
      case '-' -> "&#45;";
      case ' ' -> "&nbsp;";
      default -> Character.toString(c);
    };
  }

  /** Of every byte, or only of those that have to be. */
  private static String percent(String value, boolean all) {
    StringBuilder hidden = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      boolean isPlain = (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
      if (isPlain && !all) {
        hidden.append((char) b);
      } else {
        hidden.append('%').append(String.format(Locale.ROOT, "%02X", b & 0xFF));
      }
    }
    return hidden.toString();
  }

  private static String jsonEscapes(String value, Dice dice) {
    StringBuilder hidden = new StringBuilder();
    int share = dice.pick(List.of(100, 40));
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (dice.chance(share) || i == 0) {
        hidden.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        hidden.append(c);
      }
    }
    return hidden.toString();
  }
}
