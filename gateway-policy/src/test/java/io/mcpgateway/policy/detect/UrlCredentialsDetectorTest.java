package io.mcpgateway.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlCredentialsDetectorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://«jane:hunter2»@db.example.com:5432/x",
        "redis://«:hunter2»@cache \"https://«u:p@ss:w»@example.com\"",
        "mongodb+srv://«u:pa/ss#w»@example.com/x",
        "https://«abcdefgh0123456789ijklmn»@example.com/x.git",
        "https://example.com:8080/a@b http://host/x:y@z ssh://git@github.com",
        "postgres://user:****@db postgres://[url-credentials]@db postgres://u:[password]@db",
        "postgres://${USER}:${PASSWORD}@db postgres://<user>:<password>@db https://jane@host",
        "https://tok_url-credentials_abcdefgh@db https://url-credentials_abcdefghijklmnop@db",
        "std://a a::b",
      })
  void whatStandsBetweenMarksIsFoundAndNothingElse(String text) {
    assertThat(Marked.find(Kind.URL_CREDENTIALS, Marked.plain(text))).isEqualTo(text);
  }
}
