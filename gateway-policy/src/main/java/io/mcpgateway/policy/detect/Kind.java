package io.mcpgateway.policy.detect;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A kind of value that is looked for. {@code docs/masking.md} says of each what is found and what
 * is not.
 */
public enum Kind {
  CARD("payment card numbers, by issuer, length and check digit"),
  IBAN("bank account numbers, by country, length and check digits"),
  EMAIL("e-mail addresses"),
  PHONE("phone numbers, international or beside a word that says so"),
  IPV4("IPv4 addresses"),
  IPV6("IPv6 addresses"),
  MAC("hardware addresses"),
  UUID("UUIDs"),
  DATE_OF_BIRTH("dates beside a word that says that somebody was born then"),
  US_SSN(Group.NATIONAL_ID, "United States: social security numbers"),
  BR_CPF(Group.NATIONAL_ID, "Brazil: CPF"),
  CA_SIN(Group.NATIONAL_ID, "Canada: social insurance numbers"),
  CN_RIC(Group.NATIONAL_ID, "China: resident identity card numbers"),
  DE_TAX_ID(Group.NATIONAL_ID, "Germany: Steuerliche Identifikationsnummer"),
  ES_NIF(Group.NATIONAL_ID, "Spain: DNI and NIE"),
  FI_HETU(Group.NATIONAL_ID, "Finland: henkilötunnus"),
  FR_NIR(Group.NATIONAL_ID, "France: numéro de sécurité sociale"),
  UK_NHS(Group.NATIONAL_ID, "United Kingdom: NHS numbers"),
  IN_AADHAAR(Group.NATIONAL_ID, "India: Aadhaar"),
  IT_FISCAL_CODE(Group.NATIONAL_ID, "Italy: codice fiscale"),
  KR_RRN(Group.NATIONAL_ID, "Korea: resident registration numbers"),
  NL_BSN(Group.NATIONAL_ID, "Netherlands: burgerservicenummer"),
  NO_FNR(Group.NATIONAL_ID, "Norway: fødselsnummer"),
  PL_PESEL(Group.NATIONAL_ID, "Poland: PESEL"),
  SE_PNR(Group.NATIONAL_ID, "Sweden: personnummer"),
  SG_NRIC(Group.NATIONAL_ID, "Singapore: NRIC and FIN"),
  JWT(Group.SECRET, "JSON Web Tokens"),
  PRIVATE_KEY(Group.SECRET, "private keys in PEM"),
  API_KEY(Group.SECRET, "keys and tokens of clouds and services, by their shape"),
  PASSWORD(Group.SECRET, "what is assigned to something called a password, a secret or the like"),
  URL_CREDENTIALS(Group.SECRET, "user and password in a URL");

  /** Kinds that are named together. */
  public enum Group {
    NATIONAL_ID,
    SECRET,
    OTHER;

    /** How policies name it. */
    public String word() {
      return Kind.word(name());
    }

    /** The kinds that it names, as policies name them, separated by commas. */
    public String words() {
      return Arrays.stream(Kind.values())
          .filter(kind -> kind.group == this)
          .map(Kind::word)
          .collect(Collectors.joining(", "));
    }
  }

  private final Group group;
  private final String description;
  private final String word;
  private final String marker;

  Kind(String description) {
    this(Group.OTHER, description);
  }

  Kind(Group group, String description) {
    this.group = group;
    this.description = description;
    this.word = word(name());
    this.marker = "[" + word + "]";
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Group group() {
    return group;
  }

  /** What is found, in a few words. */
  public String description() {
    return description;
  }

  /** How policies and audit records name it. */
  public String word() {
    return word;
  }

  /** What stands in the place of a value that was taken out. No detector finds it. */
  public String marker() {
    return marker;
  }
}
