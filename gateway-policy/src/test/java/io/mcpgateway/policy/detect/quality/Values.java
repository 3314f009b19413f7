package io.mcpgateway.policy.detect.quality;

import io.mcpgateway.policy.detect.Kind;

/** Values of each kind, right by the rules of whoever gives them out. */
final class Values {
  private Values() {}

  /** A value as it is written; layouts are those of the kind, the empty one is a mixture. */
  static String written(Kind kind, Dice dice, String layout) {
    return switch (kind) {
      case CARD -> Cards.written(dice, layout);
      case IBAN -> Ibans.written(dice, layout);
      case EMAIL -> People.email(dice, layout);
      case PHONE -> Phones.written(dice, layout);
      case IPV4 -> Addresses.ipv4(dice);
      case IPV6 -> Addresses.ipv6(dice, layout);
      case MAC -> Addresses.mac(dice);
      case UUID -> Addresses.uuid(dice);
      case DATE_OF_BIRTH -> Birthdays.written(Birthdays.any(dice), dice, layout);
      case US_SSN,
          BR_CPF,
          CA_SIN,
          CN_RIC,
          DE_TAX_ID,
          ES_NIF,
          FI_HETU,
          FR_NIR,
          UK_NHS,
          IN_AADHAAR,
          IT_FISCAL_CODE,
          KR_RRN,
          NL_BSN,
          NO_FNR,
          PL_PESEL,
          SE_PNR,
          SG_NRIC ->
          NationalIds.written(kind, dice, layout);
      case JWT -> Secrets.jwt(dice);
      case PRIVATE_KEY -> Secrets.privateKey(dice, layout);
      case API_KEY -> Secrets.apiKey(dice, layout);
      case PASSWORD -> Secrets.password(dice, layout);
      case URL_CREDENTIALS -> Secrets.urlCredentials(dice, layout);
    };
  }
}
