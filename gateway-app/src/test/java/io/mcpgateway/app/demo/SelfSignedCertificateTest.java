package io.mcpgateway.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelfSignedCertificateTest {
  @Test
  void aCertificateIsForThisMachineAndSignedWithItsOwnKey() throws Exception {
    SelfSignedCertificate made = SelfSignedCertificate.create();

    made.x509().checkValidity();
    made.x509().verify(made.x509().getPublicKey());
    assertThat(made.x509().getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    assertThat(made.x509().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(made.certificate()).startsWith("-----BEGIN CERTIFICATE-----\n");
    assertThat(made.key()).startsWith("-----BEGIN PRIVATE KEY-----\n");
    assertThat(made.toString()).doesNotContain("KEY");
  }
}
