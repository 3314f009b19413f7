package io.mcpgateway.auth.resource;

import static io.mcpgateway.auth.resource.Gateway.RESOURCE;
import static io.mcpgateway.auth.resource.Gateway.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestIssuer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureBudgetTest {
  private final AtomicLong nanos = new AtomicLong();
  private final FailureBudget budget = new FailureBudget(new FailureBudget.Size(10, 3), nanos::get);

  @Test
  void whoHasUsedItUpWaitsUntilSomeOfItIsBack() {
    for (int i = 0; i < 3; i++) {
      assertThat(budget.toWait("192.0.2.1:1")).isZero();
      budget.charge("192.0.2.1:" + i);
    }

    assertThat(budget.toWait("192.0.2.1:9")).isEqualTo(Duration.ofMillis(100));
    nanos.addAndGet(99_999_999);
    assertThat(budget.toWait("192.0.2.1:9")).isEqualTo(Duration.ofNanos(1));
    nanos.addAndGet(1);
    assertThat(budget.toWait("192.0.2.1:9")).isZero();
    assertThat(budget.failures()).isEqualTo(3);
    assertThat(budget.refusals()).isEqualTo(2);
  }

  @Test
  void peersHaveBudgetsOfTheirOwnAndOneIpv6NetworkIsOnePeer() {
    for (int i = 0; i < 3; i++) {
      budget.charge("2001:db8:0:1:0:0:0:" + i + ":443");
    }

    assertThat(budget.toWait("2001:db8:0:1:a:b:c:d:1")).isPositive();
    assertThat(budget.toWait("2001:db8:0:2:0:0:0:1:443")).isZero();
    assertThat(budget.toWait("192.0.2.1:443")).isZero();
    assertThat(budget.toWait("-")).isZero();
  }

  @Test
  void withoutALimitNobodyWaits() {
    FailureBudget unlimited = new FailureBudget(FailureBudget.Size.UNLIMITED, nanos::get);
    for (int i = 0; i < 1000; i++) {
      unlimited.charge("192.0.2.1:1");
    }

    assertThat(unlimited.toWait("192.0.2.1:1")).isZero();
    assertThat(unlimited.failures()).isEqualTo(1000);
  }

  @Test
  void junkIsRefusedWithoutBeingLookedAtWhileKnownTokensPass() {
    TestClock clock = new TestClock();
    try (TestIssuer issuer = TestIssuer.start("", clock);
        Gateway gateway =
            new Gateway(
                clock, SenderRules.DEFAULT, budget, IssuerSettings.of("corp", issuer.issuer()))) {
      String good = issuer.token(RESOURCE).sign();
      assertThat(outcome(gateway.present(good))).isEqualTo("alice");
      for (int i = 0; i < 3; i++) {
        String junk = issuer.token(RESOURCE).claim("jti", "j" + i).sign();
        gateway.present(junk.substring(0, junk.length() - 4) + "AAAA");
      }
      long checks = gateway.verifier().status().signatureChecks();

      String other = issuer.token(RESOURCE).claim("sub", "bob").sign();
      assertThat(gateway.present(other))
          .isEqualTo(
              new Verdict.Refuse(
                  new Refusal.RateLimited("failure-budget", Duration.ofMillis(100))));
      assertThat(outcome(gateway.apply(good))).isEqualTo("alice");
      assertThat(gateway.verifier().status().signatureChecks()).isEqualTo(checks);
      nanos.addAndGet(100_000_000);
      assertThat(outcome(gateway.present(other))).isEqualTo("bob");
    }
  }

  @Test
  void whatIsCheapToRefuseIsNotCharged() {
    TestClock clock = new TestClock();
    try (TestIssuer issuer = TestIssuer.start("", clock);
        Gateway gateway =
            new Gateway(
                clock, SenderRules.DEFAULT, budget, IssuerSettings.of("corp", issuer.issuer()))) {
      for (int i = 0; i < 10; i++) {
        gateway.present(issuer.token("https://elsewhere.example").sign());
        gateway.present("not.a.token");
      }

      assertThat(budget.failures()).isZero();
    }
  }

  @Test
  void aClosedVerifierLetsNobodyIn() {
    TestClock clock = new TestClock();
    try (TestIssuer issuer = TestIssuer.start("", clock)) {
      Gateway gateway = new Gateway(clock, IssuerSettings.of("corp", issuer.issuer()));
      gateway.present(issuer.token(RESOURCE).sign());
      gateway.verifier().close();

      assertThat(outcome(gateway.present(issuer.token(RESOURCE).claim("sub", "bob").sign())))
          .startsWith("Unavailable[");
      gateway.close();
    }
  }
}
