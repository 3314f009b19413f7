package io.mcpgateway.policy.detect;

import java.util.List;

/** Which detectors look for what. */
final class Catalog {
  private Catalog() {}

  static List<Detector> of(Kind kind) {
    return switch (kind) {
      case CARD -> List.of();
      case IBAN -> List.of();
      case EMAIL -> List.of();
      case PHONE -> List.of();
      case IPV4 -> List.of();
      case IPV6 -> List.of();
      case MAC -> List.of();
      case UUID -> List.of();
      case DATE_OF_BIRTH -> List.of();
      case US_SSN -> List.of();
      case BR_CPF -> List.of();
      case CA_SIN -> List.of();
      case CN_RIC -> List.of();
      case DE_TAX_ID -> List.of();
      case ES_NIF -> List.of();
      case FI_HETU -> List.of();
      case FR_NIR -> List.of();
      case UK_NHS -> List.of();
      case IN_AADHAAR -> List.of();
      case IT_FISCAL_CODE -> List.of();
      case KR_RRN -> List.of();
      case NL_BSN -> List.of();
      case NO_FNR -> List.of();
      case PL_PESEL -> List.of();
      case SE_PNR -> List.of();
      case SG_NRIC -> List.of();
      case JWT -> List.of();
      case PRIVATE_KEY -> List.of();
      case API_KEY -> List.of();
      case PASSWORD -> List.of();
      case URL_CREDENTIALS -> List.of();
    };
  }

  static List<Detector> of(CustomDetector custom) {
    return switch (custom) {
      case CustomDetector.Pattern _ -> List.of();
      case CustomDetector.Words _ -> List.of();
    };
  }
}
