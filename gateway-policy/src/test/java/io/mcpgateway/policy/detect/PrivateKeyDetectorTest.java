package io.mcpgateway.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyDetectorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x «-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\n-----END PRIVATE KEY-----» y",
        "\"«-----BEGIN RSA PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQ\\n-----END RSA PRIVATE KEY-----»\\n\"",
        "«-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=\n»",
        "«-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMHcCAQEE\n-----END EC PRIVATE KEY-----»",
        "«-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBGPabcdefghijklmn\n-----END PGP PRIVATE KEY BLOCK-----».",
        "-----BEGIN PUBLIC KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nMIIEvQIBADANBgkqhkiG9w0BAQ",
        "it starts with -----BEGIN PRIVATE KEY----- and ends",
        "-----BEGIN PRIVATE KEY-----\n[redacted]\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
      })
  void whatStandsBetweenMarksIsFoundAndNothingElse(String text) {
    assertThat(Marked.find(Kind.PRIVATE_KEY, Marked.plain(text))).isEqualTo(text);
  }
}
