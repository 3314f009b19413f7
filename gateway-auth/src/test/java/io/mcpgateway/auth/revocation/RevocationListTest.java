package io.mcpgateway.auth.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.core.exchange.Challenge;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Revocations;
import io.mcpgateway.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationListTest {
  private static final Challenge CHALLENGE = new Challenge("Bearer error=\"invalid_token\"");

  private final TestClock clock = new TestClock();
  private final RecordingStore store = new RecordingStore();
  private final RevocationList list = new RevocationList(clock, 3, store);
  private final Revocations route = list.forRoute(CHALLENGE);

  @Test
  void withoutRevocationsNothingIsObjectedTo() {
    assertThat(route.objection(RevokedExchanges.alice("refund"))).isNull();
    assertThat(route.closes(RevokedExchanges.alice("refund"), "refund")).isFalse();
    assertThat(route.closeTools()).isFalse();
    assertThat(route.version()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "tokenId, t1, unauthenticated",
    "subject, alice, unauthenticated",
    "clientId, agent, unauthenticated",
    "issuer, https://idp.test, unauthenticated",
    "session, s1, unknown-session",
    "tool, refund, denied",
    "route, /crm/mcp, unavailable",
    "upstream, crm, unavailable",
  })
  void everyTermConcernsWhoHasIt(String term, String value, String shown) throws Exception {
    Revocation revocation = add(Map.of(term, value)).revocation();

    Refusal.Revoked objection = route.objection(RevokedExchanges.alice("refund"));
    assertThat(objection).isNotNull();
    assertThat(objection.shown().reason()).isEqualTo(shown);
    assertThat(objection.revocation()).isEqualTo(revocation.id());
    list.lift(revocation.id());
    add(Map.of(term, value + "x"));
    assertThat(route.objection(RevokedExchanges.alice("refund"))).isNull();
  }

  @Test
  void everyTermThatIsGivenMustHold() throws Exception {
    add(Map.of("subject", "alice", "route", "/other"));
    assertThat(route.objection(RevokedExchanges.alice("refund"))).isNull();

    add(Map.of("tool", "refund", "upstream", "crm"));
    Refusal.Revoked objection = route.objection(RevokedExchanges.alice("refund"));
    assertThat(objection).isNotNull();
    assertThat(objection.shown()).isInstanceOf(Refusal.Hidden.class);
    assertThat(route.objection(RevokedExchanges.alice("search"))).isNull();
    assertThat(route.closes(RevokedExchanges.alice("search"), "refund")).isTrue();
    assertThat(route.closeTools()).isTrue();
  }

  @Test
  void aCallerWhoIsOutIsToldThatAndNotWhichToolsAreClosed() throws Exception {
    add(Map.of("tool", "refund"));
    add(Map.of("route", "/crm/mcp"));
    add(Map.of("subject", "alice"));

    Refusal.Revoked objection = route.objection(RevokedExchanges.alice("refund"));

    assertThat(objection).isNotNull();
    assertThat(objection.shown()).isEqualTo(new Refusal.Unauthenticated(CHALLENGE, "revoked"));
  }

  @Test
  void nobodyInParticularHasNoSubject() throws Exception {
    add(Map.of("subject", "anonymous"));

    assertThat(route.objection(RevokedExchanges.anonymous("search"))).isNull();
  }

  @Test
  void whatIsLiftedIsPermittedAgainAndWhatExpiresToo() throws Exception {
    Revocation lifted = add(Map.of("subject", "alice")).revocation();
    long before = route.version();
    assertThat(list.lift(lifted.id())).isNotNull();
    assertThat(list.lift(lifted.id())).isNull();
    assertThat(route.version()).isGreaterThan(before);
    assertThat(route.objection(RevokedExchanges.alice("search"))).isNull();

    Instant end = clock.instant().plusSeconds(60);
    list.add(Terms.of(Map.of("subject", "alice")), end, "ops", "");
    clock.set(end.minusMillis(1));
    assertThat(route.objection(RevokedExchanges.alice("search"))).isNotNull();
    clock.set(end);
    assertThat(route.objection(RevokedExchanges.alice("search"))).isNull();
    assertThat(list.all()).isEmpty();
  }

  @Test
  void aFullListSaysSoUntilSomethingIsLiftedOrExpires() throws Exception {
    Revocation first = add(Map.of("subject", "a")).revocation();
    add(Map.of("subject", "b"));
    list.add(Terms.of(Map.of("subject", "c")), clock.instant().plusSeconds(1), "ops", "");
    assertThatThrownBy(() -> add(Map.of("subject", "d")))
        .isInstanceOf(TooManyRevocationsException.class)
        .hasMessageContaining("3 in force");

    clock.advance(Duration.ofSeconds(1));
    add(Map.of("subject", "d"));
    list.lift(first.id());
    add(Map.of("subject", "e"));
    assertThat(list.all()).hasSize(3);
  }

  @Test
  void theStoreLearnsEveryChangeAndSaysWhetherItIsKept() throws Exception {
    RevocationList.Receipt added = add(Map.of("subject", "a"));
    assertThat(added.kept()).isTrue();
    store.works = false;
    RevocationList.Receipt lifted = list.lift(added.revocation().id());

    assertThat(lifted).isEqualTo(new RevocationList.Receipt(added.revocation(), false));
    assertThat(store.heard)
        .containsExactly("added " + added.revocation().id(), "lifted " + added.revocation().id());
  }

  @Test
  void whatWasLiftedOnceIsNotBroughtBackByACopyThatStillHasIt() throws Exception {
    add(Map.of("subject", "alice"));
    RevocationState copy = list.state();
    list.lift(copy.revocations().getFirst().id());

    assertThat(list.merge(copy)).isFalse();
    assertThat(list.all()).isEmpty();

    RevocationList other = new RevocationList(clock, 3, RevocationStore.NONE);
    other.merge(copy);
    assertThat(other.all()).hasSize(1);
    assertThat(other.merge(list.state())).isTrue();
    assertThat(other.all()).isEmpty();
  }

  @Test
  void aListAsJsonIsTheSameList() throws Exception {
    add(Map.of("subject", "älice 🎉 \"x\"", "route", "/crm/mcp"));
    list.add(
        Terms.of(Map.of("tool", "refund")), clock.instant().plusSeconds(9), "ops@x", "because");
    list.lift(list.all().getFirst().id());
    RevocationState state = list.state();

    assertThat(RevocationJson.state(RevocationJson.write(state))).isEqualTo(state);
    Revocation each = state.revocations().getFirst();
    assertThat(RevocationJson.revocation(RevocationJson.write(each))).isEqualTo(each);
  }

  /** However terms and exchanges are made up, the index finds what asking each one finds. */
  @Test
  void theIndexFindsWhatAskingEachOneFinds() throws Exception {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      RevocationList all = new RevocationList(clock, 100, RevocationStore.NONE);
      for (int i = random.nextInt(12); i > 0; i--) {
        all.add(someTerms(random), null, "ops", "");
      }
      for (int i = 0; i < 40; i++) {
        Exchange exchange = RevokedExchanges.random(random);
        boolean naive =
            all.all().stream()
                .anyMatch(
                    each ->
                        RevokedExchanges.facts(exchange)
                            .entrySet()
                            .containsAll(each.terms().given().entrySet()));
        assertThat(all.forRoute(CHALLENGE).objection(exchange) != null)
            .as("seed %d, %s, %s", seed, all.all(), exchange)
            .isEqualTo(naive);
      }
    }
  }

  private static Terms someTerms(Random random) {
    Map<String, String> given = new HashMap<>();
    while (given.isEmpty()) {
      RevokedExchanges.VALUES.forEach(
          (term, values) -> {
            if (random.nextInt(4) == 0) {
              given.put(term, values.get(random.nextInt(values.size())));
            }
          });
    }
    return Terms.of(given);
  }

  private RevocationList.Receipt add(Map<String, String> terms) throws TooManyRevocationsException {
    return list.add(Terms.of(terms), null, "ops", "");
  }

  private static final class RecordingStore implements RevocationStore {
    final List<String> heard = new ArrayList<>();
    boolean works = true;

    @Override
    public boolean added(Revocation revocation) {
      heard.add("added " + revocation.id());
      return works;
    }

    @Override
    public boolean lifted(Lift lift) {
      heard.add("lifted " + lift.id());
      return works;
    }
  }
}
