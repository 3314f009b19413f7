package io.mcpgateway.app.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.app.config.RevocationsConfig;
import io.mcpgateway.app.state.StateDirectory;
import io.mcpgateway.auth.revocation.Revocation;
import io.mcpgateway.auth.revocation.RevocationList;
import io.mcpgateway.auth.revocation.Terms;
import io.mcpgateway.core.exchange.LiveExchanges;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationKeeperTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir private Path directory;

  // The file.

  @Test
  void whatWasAddedOrLiftedIsSoAfterARestart() throws Exception {
    Revocation kept;
    try (RevocationKeeper keeper = alone("a")) {
      Revocation lifted = add(keeper, "bob").revocation();
      RevocationList.Receipt receipt = add(keeper, "alice");
      assertThat(receipt.kept()).isTrue();
      kept = receipt.revocation();
      keeper.list().lift(lifted.id());
      // As it would be after a crash: nothing waits for an orderly end.
      try (RevocationKeeper other = alone("a")) {
        assertThat(other.list().all()).containsExactly(kept);
      }
    }
    try (RevocationKeeper keeper = alone("a")) {
      assertThat(keeper.list().all()).containsExactly(kept);
      assertThat(keeper.status().kept()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"version\":2}", "{\"version\":1,\"revocations\":[{}]}"})
  void aFileThatIsNoListKeepsTheGatewayFromStarting(String text) throws Exception {
    Files.createDirectory(directory.resolve("a"));
    Files.writeString(directory.resolve("a").resolve("revocations.json"), text);

    assertThatThrownBy(() -> alone("a"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("revocations.json is no list of revocations");
  }

  @Test
  void whatCannotBeWrittenIsInForceAndWrittenAsSoonAsItCan() throws Exception {
    Path state = directory.resolve("a");
    try (RevocationKeeper keeper = alone("a")) {
      Files.writeString(state, "in the way");
      assertThat(add(keeper, "alice").kept()).isFalse();
      assertThat(keeper.list().all()).hasSize(1);
      assertThat(keeper.status().kept()).isFalse();
      assertThat(keeper.status().failedWrites()).isPositive();

      Files.delete(state);
      await().until(() -> keeper.status().kept());
      assertThat(state.resolve("revocations.json")).content().contains("alice");
    }
  }

  // Redis.

  @Test
  void replicasLearnFromEachOtherAtOnceAndWhoComesLaterLearnsToo() throws Exception {
    try (TestRedis redis = TestRedis.start();
        RevocationKeeper one = shared("one", redis.url());
        RevocationKeeper two = shared("two", redis.url())) {
      assertThat(one.status().synced()).isTrue();
      Revocation alice = add(one, "alice").revocation();
      await().until(() -> two.list().all(), List.of(alice)::equals);
      Revocation bob = add(two, "bob").revocation();
      await().until(() -> one.list().all(), List.of(alice, bob)::equals);

      two.list().lift(alice.id());
      await().until(() -> one.list().all(), List.of(bob)::equals);
      try (RevocationKeeper three = shared("three", redis.url())) {
        assertThat(three.list().all()).containsExactly(bob);
      }
    }
  }

  @Test
  void whatHappensWhileRedisIsAwayTravelsOnceItIsBackAlsoIfItForgotEverything() throws Exception {
    try (TestRedis redis = TestRedis.start();
        RevocationKeeper one = shared("one", redis.url());
        RevocationKeeper two = shared("two", redis.url())) {
      Revocation alice = add(one, "alice").revocation();
      await().until(() -> two.list().all(), List.of(alice)::equals);
      redis.stop();
      await().until(() -> !one.status().shared() && !two.status().shared());
      assertThat(two.list().all()).as("known ones stay in force").containsExactly(alice);

      one.list().lift(alice.id());
      Revocation bob = add(one, "bob").revocation();
      Revocation carol = add(two, "carol").revocation();
      redis.startAgain();

      await().until(() -> two.list().all().size() == 2 && one.list().all().size() == 2);
      assertThat(one.list().all()).containsExactlyInAnyOrder(bob, carol);
      assertThat(two.list().all()).containsExactlyInAnyOrder(bob, carol);
      assertThat(one.status().shared()).isTrue();
    }
  }

  @Test
  void aReplicaThatHasNeverSeenTheOthersServesNobodyAndOneThatHasServesByItsFile()
      throws Exception {
    Revocation alice;
    try (TestRedis redis = TestRedis.start()) {
      redis.stop();
      try (RevocationKeeper keeper = shared("one", redis.url())) {
        assertThat(keeper.known()).isFalse();
        assertThat(keeper.status().synced()).isFalse();
        redis.startAgain();
        await().until(keeper::known);
        alice = add(keeper, "alice").revocation();
        await().until(() -> Files.exists(directory.resolve("one").resolve("revocations.shared")));
      }
      redis.stop();
      try (RevocationKeeper keeper = shared("one", redis.url())) {
        assertThat(keeper.known()).isTrue();
        assertThat(keeper.status().synced()).isFalse();
        assertThat(keeper.list().all()).containsExactly(alice);
      }
    }
  }

  @Test
  void anEntryThatIsNoRevocationIsCountedAndLeftWhereItIs() throws Exception {
    try (TestRedis redis = TestRedis.start("--requirepass", "s3cret")) {
      RevocationsConfig.Redis config = config(redis.url(), "s3cret");
      try (RedisLink link = new RedisLink(config, _ -> {});
          RevocationKeeper one = open("one", config)) {
        link.open();
        link.add("strange", "{\"id\":\"strange\",\"terms\":{}}");
        link.add("other", "{\"id\":\"another\"}");
        await().until(() -> one.status().malformed() > 0);

        assertThat(one.list().all()).isEmpty();
        assertThat(link.revocations()).containsOnlyKeys("strange", "other");
        add(one, "alice");
        await().until(() -> link.revocations().size() == 3);
      }
    }
  }

  @Test
  void aWrongPasswordIsNoConnection() throws Exception {
    try (TestRedis redis = TestRedis.start("--requirepass", "s3cret");
        RevocationKeeper keeper = open("one", config(redis.url(), "wrong"))) {
      assertThat(keeper.known()).isFalse();
      assertThat(keeper.status().shared()).isFalse();
    }
  }

  private static RevocationList.Receipt add(RevocationKeeper keeper, String subject)
      throws Exception {
    return keeper.list().add(Terms.of(Map.of("subject", subject)), null, "ops", "");
  }

  private RevocationKeeper alone(String name) throws IOException {
    return open(name, null);
  }

  private RevocationKeeper shared(String name, String url) throws IOException {
    return open(name, config(url, ""));
  }

  private static RevocationsConfig.Redis config(String url, String password) {
    return new RevocationsConfig.Redis(URI.create(url), "", password, null, "test:");
  }

  private RevocationKeeper open(String name, RevocationsConfig.@Nullable Redis redis)
      throws IOException {
    return RevocationKeeper.open(
        new StateDirectory(directory.resolve(name)),
        new RevocationsConfig(redis),
        CLOCK,
        new LiveExchanges(CLOCK),
        _ -> {});
  }
}
