package io.mcpgateway.policy.detect;

import static io.mcpgateway.policy.detect.Readings.found;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BirthDateTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1980-03-12",
        "12/03/1980",
        "03/28/1980",
        "12.3.1980",
        "12. 3. 1980",
        "12.03.80",
        "19800312",
        "12 March 1980",
        "12th March 1980",
        "March 12, 1980",
        "12. März 1980",
        "12 de marzo de 1980",
        "12-Mar-1980",
        "1980/3/12"
      })
  void aDayBesideAWordIsFound(String text) {
    assertThat(found(Kind.DATE_OF_BIRTH, text)).isEmpty();
    assertThat(found(Kind.DATE_OF_BIRTH, "born on " + text)).containsExactly(text);
    assertThat(found(Kind.DATE_OF_BIRTH, "DOB: " + text + ".")).containsExactly(text);
    assertThat(found(Kind.DATE_OF_BIRTH, "geboren am " + text)).containsExactly(text);
    assertThat(found(Kind.DATE_OF_BIRTH, text, "date_of_birth")).containsExactly(text);
    assertThat(found(Kind.DATE_OF_BIRTH, text, "dateofbirth")).containsExactly(text);
    assertThat(found(Kind.DATE_OF_BIRTH, text, "created_at")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "born 1980-13-12",
        "born 31.02.1980",
        "born 1880-03-12",
        "born 2031-03-12",
        "born in 1980",
        "created 1980-03-12",
        "born long ago, created 1980-03-12",
        "airborne 1980-03-12",
        "born 1980-03-12-7",
        "born 1.2.3.1980",
        "born 12 Marble 1980"
      })
  void noDayOrNoBirthIsNotFound(String text) {
    assertThat(found(Kind.DATE_OF_BIRTH, text)).isEmpty();
  }

  @Test
  void aTimeBehindTheDayIsLeft() {
    assertThat(found(Kind.DATE_OF_BIRTH, "dob 1980-03-12T00:00:00Z")).containsExactly("1980-03-12");
  }
}
