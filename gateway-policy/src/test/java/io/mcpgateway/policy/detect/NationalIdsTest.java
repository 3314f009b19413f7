package io.mcpgateway.policy.detect;

import static io.mcpgateway.policy.detect.Readings.found;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NationalIdsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "US_SSN|536-90-4399",
        "US_SSN|536 90 4399",
        "US_SSN|123-45-6789",
        "BR_CPF|529.982.247-25",
        "BR_CPF|529982247-25",
        "CN_RIC|11010519491231002X",
        "CN_RIC|11010519491231002x",
        "CN_RIC|440524188001010014",
        "CN_RIC|440524 18800101 0014",
        "DE_TAX_ID|86 095 742 719",
        "ES_NIF|12345678Z",
        "ES_NIF|12345678-Z",
        "ES_NIF|12.345.678-Z",
        "ES_NIF|X1234567L",
        "ES_NIF|X-1234567-L",
        "FI_HETU|131052-308T",
        "FI_HETU|131052-308t",
        "FI_HETU|131052Y308T",
        "FI_HETU|131052+308T",
        "FR_NIR|255081416802538",
        "FR_NIR|2 55 08 14 168 025 38",
        "IN_AADHAAR|2345 6789 0124",
        "IN_AADHAAR|2345-6789-0124",
        "IT_FISCAL_CODE|RSSMRA85T10A562S",
        "IT_FISCAL_CODE|rssmra85t10a562s",
        "IT_FISCAL_CODE|RSS MRA 85T10 A562 S",
        "KR_RRN|971013-9019902",
        "NO_FNR|15108695088",
        "NO_FNR|151086 95088",
        "SE_PNR|811218-9876",
        "SE_PNR|19811218-9876",
        "SE_PNR|121212+1212",
        "SG_NRIC|S1234567D",
        "SG_NRIC|M1234567K"
      })
  void aTellingFormIsFoundWhole(Kind kind, String id) {
    assertThat(found(kind, id)).containsExactly(id);
    assertThat(found(kind, "It is " + id + ", please.")).containsExactly(id);
    assertThat(found(kind, "\"" + id + "\"")).containsExactly(id);
    assertThat(found(kind, "key=" + id + "&")).containsExactly(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "US_SSN|536904399|ssn|ssnnumber",
        "BR_CPF|52998224725|CPF|cpf",
        "CA_SIN|046454286|SIN|sin",
        "CA_SIN|046 454 286|social insurance number|socialinsurancenumber",
        "CA_SIN|046-454-286|SIN|user_sin",
        "DE_TAX_ID|86095742719|Steuer-ID|tax_id",
        "ES_NIF|12345678z|DNI|dni",
        "UK_NHS|9434765919|NHS number|nhsnumber",
        "UK_NHS|943 476 5919|NHS|nhs_no",
        "IN_AADHAAR|234567890124|Aadhaar|aadhaarnumber",
        "KR_RRN|9710139019902|RRN|rrn",
        "KR_RRN|210101-3123456|주민등록번호|rrn",
        "NL_BSN|111222333|BSN|bsn",
        "NL_BSN|1112.22.333|burgerservicenummer|bsn",
        "PL_PESEL|44051401359|PESEL|pesel",
        "SE_PNR|8112189876|personnummer|personnummer",
        "SE_PNR|198112189876|personnummer|personnummer",
        "SG_NRIC|s1234567d|NRIC|nric"
      })
  void aPlainFormIsFoundBesideItsWordOnly(Kind kind, String id, String word, String name) {
    assertThat(found(kind, id)).isEmpty();
    assertThat(found(kind, id, "value")).isEmpty();
    assertThat(found(kind, word + ": " + id + ".")).containsExactly(id);
    assertThat(found(kind, id + " is my " + word)).containsExactly(id);
    assertThat(found(kind, id, name)).containsExactly(id);
    assertThat(found(kind, word + " missing; see order " + id)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "US_SSN|000-12-3456",
        "US_SSN|666-12-3456",
        "US_SSN|900-12-3456",
        "US_SSN|536-00-4399",
        "US_SSN|536-90-0000",
        "US_SSN|078-05-1120",
        "US_SSN|ssn 078051120",
        "US_SSN|INV-536-90-4399",
        "US_SSN|536-90-4399-1",
        "US_SSN|1-536-90-4399",
        "US_SSN|A536-90-4399",
        "US_SSN|536904399",
        "BR_CPF|529.982.247-26",
        "BR_CPF|cpf 52998224735",
        "BR_CPF|cpf 11111111111",
        "CA_SIN|SIN 046454287",
        "CA_SIN|046 454 286",
        "CA_SIN|since 046454286",
        "CA_SIN|SIN on file, order 046454286",
        "CN_RIC|110105194912310021",
        "CN_RIC|110105194913310020",
        "CN_RIC|1101051949123100211",
        "CN_RIC|A1511010519491231002Xa",
        "DE_TAX_ID|86 095 742 718",
        "DE_TAX_ID|tax id 86095742710",
        "DE_TAX_ID|tax id 12345678903",
        "ES_NIF|12345678A",
        "ES_NIF|12345678ZZ",
        "ES_NIF|112345678Z",
        "ES_NIF|12345678z",
        "ES_NIF|A1234567L",
        "FI_HETU|131052-308U",
        "FI_HETU|131352-308T",
        "FI_HETU|131052-308TA",
        "FI_HETU|1131052-308T",
        "FR_NIR|255081416802539",
        "FR_NIR|955081416802538",
        "FR_NIR|2 55 08 14 168 025 39",
        "UK_NHS|943 476 5919",
        "UK_NHS|NHS 9434765918",
        "IN_AADHAAR|2345 6789 0123",
        "IN_AADHAAR|2345 6789 0124 1111",
        "IN_AADHAAR|order 2345-6789-0124",
        "IN_AADHAAR|234567890124",
        "IT_FISCAL_CODE|RSSMRA85T10A562T",
        "IT_FISCAL_CODE|XRSSMRA85T10A562S",
        "IT_FISCAL_CODE|RSSMRA85T10A562SX",
        "KR_RRN|971013-9019903",
        "KR_RRN|971313-9019902",
        "KR_RRN|9710139019902",
        "KR_RRN|rrn 971013-1019903",
        "NL_BSN|bsn 111222334",
        "NL_BSN|111222333",
        "NO_FNR|15108695087",
        "NO_FNR|15108695078",
        "NO_FNR|+15108695088",
        "PL_PESEL|PESEL 44051401358",
        "PL_PESEL|44051401359",
        "SE_PNR|811218-9875",
        "SE_PNR|811318-9876",
        "SE_PNR|8112189876",
        "SG_NRIC|S1234567E",
        "SG_NRIC|XS1234567D",
        "SG_NRIC|S1234567DA",
        "SG_NRIC|s1234567d"
      })
  void otherNumbersAreNotFound(Kind kind, String text) {
    assertThat(found(kind, text)).isEmpty();
  }
}
