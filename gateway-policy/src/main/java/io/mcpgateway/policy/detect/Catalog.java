package io.mcpgateway.policy.detect;

import java.util.List;

/** Which detectors look for what. */
final class Catalog {
  private Catalog() {}

  static List<Detector> of(Kind kind) {
    return switch (kind) {
      case CARD -> List.of(new Card());
      case IBAN -> List.of(new Iban());
      case EMAIL -> List.of(new EmailDetector());
      case PHONE -> List.of(new Phone());
      case IPV4 -> List.of(new Ipv4Detector());
      case IPV6 -> List.of(new Ipv6Detector());
      case MAC -> List.of(new MacDetector());
      case UUID -> List.of(new UuidDetector());
      case DATE_OF_BIRTH -> List.of(new BirthDate(), new SpelledBirthDate());
      case US_SSN -> List.of(UsSsn.detector());
      case BR_CPF -> List.of(BrCpf.detector());
      case CA_SIN -> List.of(CaSin.detector());
      case CN_RIC -> List.of(new CnRic());
      case DE_TAX_ID -> List.of(DeTaxId.detector());
      case ES_NIF -> List.of(new EsNif());
      case FI_HETU -> List.of(new FiHetu());
      case FR_NIR -> List.of(new FrNir());
      case UK_NHS -> List.of(UkNhs.detector());
      case IN_AADHAAR -> List.of(InAadhaar.detector());
      case IT_FISCAL_CODE -> List.of(new ItFiscalCode());
      case KR_RRN -> KrRrn.detectors();
      case NL_BSN -> List.of(NlBsn.detector());
      case NO_FNR -> NoFnr.detectors();
      case PL_PESEL -> List.of(PlPesel.detector());
      case SE_PNR -> SePnr.detectors();
      case SG_NRIC -> List.of(new SgNric());
      case JWT -> List.of(new JwtDetector());
      case PRIVATE_KEY -> List.of(new PrivateKeyDetector());
      case API_KEY -> List.of(new ApiKeyDetector());
      case PASSWORD -> List.of(new PasswordDetector(), new CommandPassword());
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
