package io.mcpgateway.policy.detect;

import java.util.List;

/** Which detectors look for what. */
final class Catalog {
  private Catalog() {}

  static List<Detector> of(Kind kind) {
    return switch (kind) {
      case CARD -> List.of();
      case IBAN -> List.of();
      case EMAIL -> List.of(new EmailDetector());
      case PHONE -> List.of();
      case IPV4 -> List.of(new Ipv4Detector());
      case IPV6 -> List.of(new Ipv6Detector());
      case MAC -> List.of(new MacDetector());
      case UUID -> List.of(new UuidDetector());
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
      case JWT -> List.of(new JwtDetector());
      case PRIVATE_KEY -> List.of(new PrivateKeyDetector());
      case API_KEY -> List.of(new ApiKeyDetector());
      case PASSWORD -> List.of(new PasswordDetector());
      case URL_CREDENTIALS -> List.of(new UrlCredentialsDetector());
    };
  }

  static List<Detector> of(CustomDetector custom) {
    return switch (custom) {
      case CustomDetector.Pattern pattern -> List.of(new PatternDetector(pattern));
      case CustomDetector.Words words -> List.of(new WordsDetector(words));
    };
  }
}
