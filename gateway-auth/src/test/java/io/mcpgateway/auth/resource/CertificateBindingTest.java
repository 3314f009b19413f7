package io.mcpgateway.auth.resource;

import static io.mcpgateway.auth.resource.Gateway.RESOURCE;
import static io.mcpgateway.auth.resource.Gateway.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.core.exchange.ClientCertificate;
import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestKey;
import io.mcpgateway.testkit.TestProof;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CertificateBindingTest {
  private static final String THUMBPRINT = "t".repeat(43);

  private final TestClock clock = new TestClock();
  private final TestIssuer issuer = TestIssuer.start("", clock);
  private final IssuerSettings settings = IssuerSettings.of("corp", issuer.issuer());
  private final ClientCertificate certificate =
      new ClientCertificate(THUMBPRINT, "CN=app", clock.instant().plusSeconds(100));
  private final String unbound = issuer.token(RESOURCE).sign();
  private final String bound =
      issuer.token(RESOURCE).claim("cnf", Map.of("x5t#S256", THUMBPRINT)).sign();

  @AfterEach
  void close() {
    issuer.close();
  }

  private String present(Requirement mtls, @Nullable ClientCertificate shown, String token) {
    try (Gateway gateway =
        new Gateway(clock, new SenderRules(Requirement.OPTIONAL, false, mtls), settings)) {
      return outcome(gateway.ask(shown, 1, "authorization", "Bearer " + token));
    }
  }

  @Test
  void aBoundTokenPassesOverAConnectionThatProvedItsCertificate() {
    assertThat(present(Requirement.OPTIONAL, certificate, bound)).isEqualTo("alice");
    assertThat(present(Requirement.REQUIRED, certificate, bound)).isEqualTo("alice");
  }

  @Test
  void aBoundTokenPassesNowhereElse() {
    ClientCertificate other =
        new ClientCertificate("o".repeat(43), "CN=app", clock.instant().plusSeconds(100));
    for (Requirement mtls : new Requirement[] {Requirement.OPTIONAL, Requirement.REQUIRED}) {
      assertThat(present(mtls, null, bound))
          .isEqualTo("cnf: bound to a certificate, and the client showed none");
      assertThat(present(mtls, other, bound)).isEqualTo("cnf: bound to another certificate");
    }
  }

  @Test
  void aCertificateThatHasExpiredOnItsConnectionProvesNothing() {
    clock.advance(Duration.ofSeconds(101));

    assertThat(present(Requirement.OPTIONAL, certificate, bound))
        .isEqualTo("cnf: the certificate has expired");
  }

  @Test
  void anUnboundTokenPassesUnlessABindingIsRequired() {
    assertThat(present(Requirement.OPTIONAL, certificate, unbound)).isEqualTo("alice");
    assertThat(present(Requirement.OFF, null, unbound)).isEqualTo("alice");
    assertThat(present(Requirement.REQUIRED, certificate, unbound))
        .isEqualTo("cnf: not bound to a certificate");
  }

  @Test
  void whereNothingIsCheckedABoundTokenIsRefused() {
    assertThat(present(Requirement.OFF, certificate, bound))
        .isEqualTo("cnf: bound to a certificate, and mtls is off");
  }

  @Test
  void aRememberedTokenStillNeedsItsCertificate() {
    try (Gateway gateway = new Gateway(clock, settings)) {
      String header = "Bearer " + bound;

      assertThat(outcome(gateway.ask(certificate, 1, "authorization", header))).isEqualTo("alice");
      assertThat(outcome(gateway.ask(null, 2, "authorization", header)))
          .isEqualTo("cnf: bound to a certificate, and the client showed none");
      assertThat(gateway.verifier().status().signatureChecks()).isEqualTo(1);
    }
  }

  @Test
  void aTokenWithBothBindingsNeedsBothProofs() {
    TestKey key = TestKey.generate("ES256");
    String token =
        issuer
            .token(RESOURCE)
            .claim("cnf", Map.of("x5t#S256", THUMBPRINT, "jkt", TestProof.thumbprint(key)))
            .sign();
    String header = "DPoP " + token;
    try (Gateway gateway = new Gateway(clock, settings)) {
      String proof = TestProof.of(key, token, "POST", RESOURCE, clock.instant()).sign();

      assertThat(outcome(gateway.ask(null, 1, "authorization", header, "dpop", proof)))
          .isEqualTo("cnf: bound to a certificate, and the client showed none");
      assertThat(outcome(gateway.ask(certificate, 2, "authorization", header)))
          .isEqualTo("dpop: no header");
      assertThat(outcome(gateway.ask(certificate, 3, "authorization", header, "dpop", proof)))
          .isEqualTo("alice");
    }
  }
}
