package io.mcpgateway.policy.detect;

import java.util.List;

/** Which detectors look for what. */
final class Catalog {
  private Catalog() {}

  static List<Detector> of(Kind kind) {
    return switch (kind) {
      case CARD -> List.of(new Card());
      case IBAN -> List.of(new Iban());
      case EMAIL -> List.of();
      case PHONE -> List.of(new Phone());
      case IPV4 -> List.of();
      case IPV6 -> List.of();
      case MAC -> List.of();
      case UUID -> List.of();
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
