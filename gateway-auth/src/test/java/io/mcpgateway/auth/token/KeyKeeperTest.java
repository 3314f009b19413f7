package io.mcpgateway.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestIssuer.KeysAnswer;
import io.mcpgateway.testkit.TestKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyKeeperTest {
  private final TestClock clock = new TestClock();
  private final TestIssuer server = TestIssuer.start("", clock);
  private final Memory memory = new Memory();
  private final Pauses pauses = new Pauses();
  private final List<TrustedIssuer> issuers = new CopyOnWriteArrayList<>();

  /** A memory that outlives the issuers of a test as files outlive a process. */
  private static final class Memory implements KeyMemory {
    private final Map<String, Remembered> saved = new ConcurrentHashMap<>();

    @Override
    public @Nullable Remembered load(String source) {
      return saved.get(source);
    }

    @Override
    public void save(String source, Remembered keys) {
      saved.put(source, keys);
    }
  }

  /** Pauses that end when the test says so. */
  private static final class Pauses implements KeyKeeper.Pauses {
    private final List<Duration> begun = new CopyOnWriteArrayList<>();
    private final Semaphore ends = new Semaphore(0);

    @Override
    public void pause(Duration time) throws InterruptedException {
      begun.add(time);
      ends.acquire();
    }

    void next() {
      int before = begun.size();
      ends.release();
      await().until(() -> begun.size() > before);
    }
  }

  @AfterEach
  void close() {
    issuers.forEach(TrustedIssuer::close);
    server.close();
  }

  @Test
  void anIssuerThatCannotBeReachedIsTriedAgainAtGrowingIntervals() {
    server.answerKeys(new KeysAnswer.Status(503));
    TrustedIssuer issuer = kept();
    for (int i = 0; i < 6; i++) {
      pauses.next();
    }

    assertThat(pauses.begun)
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    assertThat(issuer.status().keys()).isZero();
    assertThat(issuer.status().failuresInRow()).isEqualTo(7);
    assertThat(issuer.status().problem()).isEqualTo(server.jwksUri() + ": HTTP status 503");
  }

  @Test
  void itRecoversWithoutTrafficAndIsKeptFreshFromThenOn() {
    server.answerKeys(new KeysAnswer.Status(503));
    TrustedIssuer issuer = kept();
    server.answerKeys(new KeysAnswer.Published());

    pauses.next();

    assertThat(issuer.status().keys()).isEqualTo(1);
    assertThat(issuer.status().problem()).isNull();
    assertThat(pauses.begun.getLast()).isEqualTo(Duration.ofMinutes(5));
    int fetches = server.keyFetches();
    clock.advance(Duration.ofMinutes(5));
    pauses.next();
    assertThat(server.keyFetches()).isEqualTo(fetches + 1);
  }

  @Test
  void whatIsFreshIsNotFetchedAgain() {
    kept();

    pauses.next();

    assertThat(server.keyFetches()).isEqualTo(1);
  }

  @Test
  void keysEndWithTheOutageWindowForTheStatusToo() {
    TrustedIssuer issuer = kept();
    assertThat(issuer.status().keys()).isEqualTo(1);

    clock.advance(Duration.ofHours(4));

    assertThat(issuer.status().keys()).isZero();
  }

  // A restart.

  @Test
  void savedKeysServeARestartWhileTheIssuerIsDown() {
    Instant fetched = clock.instant();
    kept();
    await().until(() -> !memory.saved.isEmpty());
    clock.advance(Duration.ofHours(3));
    server.answerKeys(new KeysAnswer.Status(503));

    TrustedIssuer restarted = kept();

    assertThat(restarted.status().keys()).isEqualTo(1);
    assertThat(restarted.status().fetchedAt()).isEqualTo(fetched);
    assertThat(restarted.status().failuresInRow()).isEqualTo(1);
    clock.advance(Duration.ofHours(1));
    assertThat(restarted.status().keys()).isZero();
  }

  @Test
  void savedKeysAreNotUsedWhileTheIssuerAnswers() throws InvalidTokenException {
    TestKey withdrawn = server.key();
    kept();
    await().until(() -> !memory.saved.isEmpty());
    server.rotate();

    TrustedIssuer restarted = kept();

    assertThat(restarted.keys().find(withdrawn.kid(), "RS256"))
        .isInstanceOf(IssuerKeys.Lookup.Later.class);
    assertThat(restarted.keys().find(server.key().kid(), "RS256"))
        .isInstanceOf(IssuerKeys.Lookup.Found.class);
  }

  @Test
  void savedKeysMustBeGoodNotFromTheFutureAndFromTheSameSource() {
    server.answerKeys(new KeysAnswer.Status(503));
    byte[] good = server.jwks().getBytes(UTF_8);

    memory.save(server.issuer(), new KeyMemory.Remembered("{}".getBytes(UTF_8), clock.instant()));
    assertThat(kept().status().keys()).isZero();
    memory.save(server.issuer(), new KeyMemory.Remembered(good, clock.instant().plusSeconds(1)));
    assertThat(kept().status().keys()).isZero();
    memory.save(server.issuer(), new KeyMemory.Remembered(good, clock.instant()));
    assertThat(kept().status().keys()).isEqualTo(1);
    KeySource elsewhere = new KeySource(server.jwksUri(), Duration.ofHours(4));
    assertThat(kept(IssuerSettings.of("corp", server.issuer()).with(elsewhere)).status().keys())
        .isZero();
  }

  // Metadata.

  @Test
  void metadataIsAskedForAgainAfterAnHourAndWhenWhatItNamedDoesNotAnswer() {
    TrustedIssuer issuer = kept();
    clock.advance(Duration.ofMinutes(59));
    pauses.next();
    assertThat(server.metadataFetches()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(5));
    pauses.next();
    assertThat(server.metadataFetches()).isEqualTo(2);

    server.answerKeys(new KeysAnswer.Status(500));
    clock.advance(Duration.ofMinutes(5));
    pauses.next();
    pauses.next();

    assertThat(server.metadataFetches()).isEqualTo(3);
    assertThat(new String(issuer.metadata(), UTF_8)).contains(server.jwksUri().toString());
  }

  @Test
  void metadataOfAnotherIssuerNeverTakesThePlaceOfTheRightOne() {
    TrustedIssuer issuer = kept();
    byte[] right = issuer.metadata();
    server.answerMetadata(Map.of("issuer", "https://evil.example.com"));
    clock.advance(Duration.ofHours(2));
    pauses.next();

    assertThat(server.metadataFetches()).isGreaterThan(1);
    assertThat(issuer.metadata()).isEqualTo(right);
  }

  private TrustedIssuer kept() {
    return kept(IssuerSettings.of("corp", server.issuer()));
  }

  /** An issuer whose first fetch is over. */
  private TrustedIssuer kept(IssuerSettings settings) {
    TrustedIssuer issuer = new TrustedIssuer(settings, clock, memory, pauses);
    issuers.add(issuer);
    int before = pauses.begun.size();
    issuer.prefetch();
    await().until(() -> pauses.begun.size() > before);
    return issuer;
  }
}
