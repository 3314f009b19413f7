package io.mcpgateway.policy.detect;

import java.util.Locale;

/**
 * A kind of value that is looked for. {@code docs/masking.md} says of each what is found and what
 * is not.
 */
public enum Kind {
  /** Payment card numbers: issuer prefix, length and check digit (ISO/IEC 7812-1). */
  CARD,
  /** International bank account numbers: country, length and check digits (ISO 13616). */
  IBAN,
  /** E-mail addresses. */
  EMAIL,
  /** Phone numbers, international or beside a word that says so. */
  PHONE,
  IPV4,
  IPV6,
  /** Hardware addresses. */
  MAC,
  UUID,
  /** Dates, beside a word that says that somebody was born then. */
  DATE_OF_BIRTH,

  /** US social security numbers. */
  US_SSN(Group.NATIONAL_ID),
  /** Brazil: CPF. */
  BR_CPF(Group.NATIONAL_ID),
  /** Canada: social insurance number. */
  CA_SIN(Group.NATIONAL_ID),
  /** China: resident identity card number. */
  CN_RIC(Group.NATIONAL_ID),
  /** Germany: Steuerliche Identifikationsnummer. */
  DE_TAX_ID(Group.NATIONAL_ID),
  /** Spain: DNI and NIE. */
  ES_NIF(Group.NATIONAL_ID),
  /** Finland: henkilötunnus. */
  FI_HETU(Group.NATIONAL_ID),
  /** France: numéro de sécurité sociale. */
  FR_NIR(Group.NATIONAL_ID),
  /** United Kingdom: NHS number. */
  UK_NHS(Group.NATIONAL_ID),
  /** India: Aadhaar. */
  IN_AADHAAR(Group.NATIONAL_ID),
  /** Italy: codice fiscale. */
  IT_FISCAL_CODE(Group.NATIONAL_ID),
  /** Korea: resident registration number. */
  KR_RRN(Group.NATIONAL_ID),
  /** Netherlands: burgerservicenummer. */
  NL_BSN(Group.NATIONAL_ID),
  /** Norway: fødselsnummer. */
  NO_FNR(Group.NATIONAL_ID),
  /** Poland: PESEL. */
  PL_PESEL(Group.NATIONAL_ID),
  /** Sweden: personnummer. */
  SE_PNR(Group.NATIONAL_ID),
  /** Singapore: NRIC and FIN. */
  SG_NRIC(Group.NATIONAL_ID),

  /** JSON Web Tokens. */
  JWT(Group.SECRET),
  /** Private keys in PEM. */
  PRIVATE_KEY(Group.SECRET),
  /** Keys and tokens of clouds and services, by their prefix. */
  API_KEY(Group.SECRET),
  /** What is assigned to something that is called a password, a secret or the like. */
  PASSWORD(Group.SECRET),
  /** User and password in a URL. */
  URL_CREDENTIALS(Group.SECRET);

  /** Kinds that are named together. */
  public enum Group {
    NATIONAL_ID,
    SECRET,
    OTHER;

    /** How policies name it. */
    public String word() {
      return Kind.word(name());
    }
  }

  private final Group group;
  private final String word;
  private final String marker;

  Kind() {
    this(Group.OTHER);
  }

  Kind(Group group) {
    this.group = group;
    this.word = word(name());
    this.marker = "[" + word + "]";
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Group group() {
    return group;
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
