package io.mcpgateway.auth.resource;

import static io.mcpgateway.auth.resource.Gateway.RESOURCE;
import static io.mcpgateway.auth.resource.Gateway.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.auth.token.KeySource;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestIssuer.KeysAnswer;
import io.mcpgateway.testkit.TestKey;
import io.mcpgateway.testkit.TestToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerKeysTest {
  private static final String NO_KEYS =
      "Unavailable[problem=The keys of the token's issuer are not available]";
  private static final String NO_SUCH_KEY = "kid: the issuer has no such key";

  private final TestClock clock = new TestClock();
  private final TestIssuer issuer = TestIssuer.start("/realms/corp", clock);
  private final IssuerSettings settings = IssuerSettings.of("corp", issuer.issuer());
  private final Gateway gateway = new Gateway(clock, settings);

  @AfterEach
  void close() {
    gateway.close();
    issuer.close();
  }

  // Where they are.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.well-known/oauth-authorization-server/realms/corp",
        "/.well-known/openid-configuration/realms/corp",
        "/realms/corp/.well-known/openid-configuration"
      })
  void metadataIsFoundWhereverTheSpecificationsPutIt(String path) {
    issuer.answerMetadataOnlyAt(path);

    assertThat(present()).isEqualTo("alice");
  }

  @Test
  void aConfiguredKeySetNeedsNoMetadata() {
    IssuerSettings configured =
        settings.with(new KeySource(issuer.jwksUri(), settings.keys().outageWindow()));

    try (Gateway other = new Gateway(clock, configured)) {
      assertThat(outcome(other.present(good().sign()))).isEqualTo("alice");
      assertThat(issuer.metadataFetches()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://idp.example.com, https://idp.example.com/jwks",
    "ISSUER/, ISSUER/jwks",
    ", ISSUER/jwks",
    "ISSUER,",
    "ISSUER, http://169.254.169.254/jwks",
    "ISSUER, file:///etc/passwd"
  })
  void metadataThatCannotBeTrustedLeadsNowhere(@Nullable String name, @Nullable String keys) {
    Map<String, String> metadata = new HashMap<>();
    if (name != null) {
      metadata.put("issuer", name.replace("ISSUER", issuer.issuer()));
    }
    if (keys != null) {
      metadata.put("jwks_uri", keys.replace("ISSUER", issuer.issuer()));
    }
    issuer.answerMetadata(metadata);

    assertThat(present()).isEqualTo(NO_KEYS);
    assertThat(issuer.keyFetches()).isZero();
  }

  // How they arrive.

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    AtomicInteger hits = new AtomicInteger();
    HttpServer canary =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    canary.createContext(
        "/",
        exchange -> {
          hits.incrementAndGet();
          exchange.close();
        });
    canary.start();
    URI target = URI.create("http://127.0.0.1:" + canary.getAddress().getPort() + "/jwks");
    issuer.answerKeys(new KeysAnswer.Redirect(target));

    assertThat(present()).isEqualTo(NO_KEYS);
    assertThat(gateway.issuer().status().problem())
        .isEqualTo(issuer.jwksUri() + ": HTTP status 302");
    assertThat(hits).hasValue(0);
    canary.stop(0);
  }

  @Test
  void aKeySetMayBeAsLargeAsTheLimitAndNotLarger() {
    issuer.answerKeys(new KeysAnswer.Padded(256 * 1024 + 1));
    assertThat(present()).isEqualTo(NO_KEYS);

    clock.advance(Duration.ofSeconds(5));
    issuer.answerKeys(new KeysAnswer.Padded(256 * 1024));
    assertThat(present()).isEqualTo("alice");
  }

  @Test
  void aKeySetThatDripsIsGivenUp() {
    issuer.answerKeys(new KeysAnswer.Dripping(Duration.ofMillis(100)));

    assertThat(present()).isEqualTo(NO_KEYS);
    assertThat(gateway.issuer().status().problem())
        .isEqualTo(issuer.jwksUri() + ": not answered within the time limit");
  }

  // When they are fetched again.

  @Test
  void keysAreFetchedOnceForManyTokens() {
    List<Verdict> verdicts =
        IntStream.range(0, 20)
            .mapToObj(i -> gateway.apply(good().claim("sub", "u" + i).sign()))
            .toList();

    assertThat(verdicts).extracting(Gateway::outcome).allMatch(outcome -> outcome.startsWith("u"));
    assertThat(issuer.keyFetches()).isEqualTo(1);
  }

  @Test
  void keysAreRefreshedInTheBackgroundWhileTheyAreUsed() {
    present();
    issuer.answerKeys(new KeysAnswer.Dripping(Duration.ofSeconds(1)));
    clock.advance(Duration.ofMinutes(5));

    assertThat(present("bob")).isEqualTo("bob");
    await().until(() -> issuer.keyFetches() == 2);
    assertThat(present("carol")).isEqualTo("carol");
    assertThat(issuer.keyFetches()).isEqualTo(2);
  }

  @Test
  void afterALongSilenceTheFirstTokenWaitsForFreshKeys() {
    TestKey withdrawn = issuer.key();
    present();
    issuer.rotate();
    clock.advance(Duration.ofMinutes(10));

    assertThat(outcome(gateway.present(good().signedWith(withdrawn).sign())))
        .isEqualTo(NO_SUCH_KEY);
  }

  @Test
  void aRotationCausesNoRefusal() {
    present();
    issuer.rotate();

    List<Verdict> verdicts =
        IntStream.range(0, 20)
            .mapToObj(i -> gateway.apply(good().claim("sub", "u" + i).sign()))
            .toList();

    assertThat(verdicts).extracting(Gateway::outcome).allMatch(outcome -> outcome.startsWith("u"));
    assertThat(issuer.keyFetches()).isEqualTo(2);
  }

  @Test
  void aRotationWithAnOverlapCausesNoRefusalForEitherKey() {
    TestKey old = issuer.key();
    present();
    TestKey next = issuer.addKey("ES256");

    assertThat(outcome(gateway.present(good().signedWith(next).sign()))).isEqualTo("alice");
    assertThat(outcome(gateway.present(good().signedWith(old).sign()))).isEqualTo("alice");
  }

  @Test
  void aFloodOfUnknownKeysMakesOneFetchInThirtySecondsAndHurtsNobody() {
    present();
    TestToken junk = good();
    int fetchesBefore = issuer.keyFetches();

    for (int i = 0; i < 10_000; i++) {
      clock.advance(Duration.ofMillis(6));
      Verdict verdict = gateway.present(unsigned(junk.header("kid", "k" + i)));
      assertThat(outcome(verdict)).isEqualTo(NO_SUCH_KEY);
      if (i % 1000 == 0) {
        assertThat(present("u" + i)).isEqualTo("u" + i);
      }
    }

    assertThat(issuer.keyFetches() - fetchesBefore).isBetween(1, 2);
  }

  // When they cannot be fetched.

  @Test
  void keysOutliveTheIssuerForTheOutageWindowAndNotLonger() {
    present();
    issuer.answerKeys(new KeysAnswer.Status(503));

    clock.advance(Duration.ofHours(1));
    assertThat(present("bob")).isEqualTo("bob");
    clock.advance(Duration.ofHours(3).minusSeconds(1));
    assertThat(present("carol")).isEqualTo("carol");
    clock.advance(Duration.ofSeconds(1));
    assertThat(present("dave")).isEqualTo(NO_KEYS);
  }

  @Test
  void keysOutliveASetThatMustNotBeUsed() {
    present();
    issuer.answerKeys(
        new KeysAnswer.Text(
            TestIssuer.jwks(List.of(issuer.key().publicJwk(), issuer.key().publicJwk()))));
    clock.advance(Duration.ofMinutes(10));

    assertThat(present("bob")).isEqualTo("bob");
    assertThat(gateway.issuer().status().problem())
        .isEqualTo(issuer.jwksUri() + ": the key set has two keys with the same kid");
  }

  @Test
  void anUnknownKeyIsNobodysFaultWhileTheIssuerCannotBeAsked() {
    present();
    issuer.answerKeys(new KeysAnswer.Status(503));
    issuer.rotate();

    assertThat(present("bob")).isEqualTo(NO_KEYS);
  }

  @Test
  void theGatewayRecoversByItselfOnceTheIssuerIsBack() {
    issuer.answerKeys(new KeysAnswer.Status(500));
    assertThat(present()).isEqualTo(NO_KEYS);
    assertThat(gateway.apply(good().sign())).isInstanceOf(Verdict.Refuse.class);
    assertThat(issuer.keyFetches()).isEqualTo(1);

    issuer.answerKeys(new KeysAnswer.Published());
    clock.advance(Duration.ofSeconds(5));

    assertThat(present()).isEqualTo("alice");
    assertThat(gateway.issuer().status().failures()).isEqualTo(1);
    assertThat(gateway.issuer().status().failuresInRow()).isZero();
  }

  @Test
  void prefetchedKeysNeedNoWaiting() {
    gateway.issuer().prefetch();

    await().until(() -> gateway.issuer().status().keys() == 1);
    assertThat(gateway.issuer().status().fetchedAt()).isEqualTo(clock.instant());
  }

  private TestToken good() {
    return issuer.token(RESOURCE);
  }

  private String present() {
    return present("alice");
  }

  private String present(String subject) {
    return outcome(gateway.present(good().claim("sub", subject).sign()));
  }

  /** Signing ten thousand tokens would take longer than everything else here. */
  private static String unsigned(TestToken token) {
    return TestToken.base64(token.headerJson().getBytes(UTF_8))
        + "."
        + TestToken.base64(token.claimsJson().getBytes(UTF_8))
        + ".AAAA";
  }
}
