package io.mcpgateway.core.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is under way when it is taken back, or when its token ends. */
class CutRepliesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final ReplyHead JSON = new ReplyHead(ReplyHead.Shape.JSON, 200, null);
  private static final ReplyHead EVENTS = new ReplyHead(ReplyHead.Shape.EVENTS, 200, null);
  private static final JsonRpcMessage PROGRESS =
      Exchanges.message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}");
  private static final Refusal SHOWN = new Refusal.UnknownSession();

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Executor loop = tasks::add;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<String> upstreamCalls = new ArrayList<>();
  private final List<ReplySink> sinks = new ArrayList<>();
  private final FakeRevocations revocations = new FakeRevocations();
  private Configuration inForce = new Configuration();
  private final Configuration visibility = inForce;
  private Instant now = NOW;
  private final LiveExchanges live = new LiveExchanges(() -> now);
  private final List<Stage> stages =
      new ArrayList<>(
          List.<Stage>of(
              new RevocationStage(revocations),
              exchange -> new Verdict.Continue(exchange.with(new Grant.ByRule("r", "p")))));

  @Test
  void aRevokedCallerIsRefusedBeforeAnythingIsSpent() {
    stages.set(
        1,
        _ -> {
          throw new IllegalStateException("asked for a revoked caller");
        });
    revocations.revoke(_ -> true);
    Client client = start(call());

    assertThat(client.calls).containsExactly("refuse revoked");
    assertThat(sinks).isEmpty();
    assertThat(outcomes).singleElement().satisfies(CutRepliesTest::isRevoked);
  }

  @Test
  void whoIsRevokedWhileAStageWaitsIsRefusedBeforeTheUpstream() {
    CompletableFuture<Verdict> later = new CompletableFuture<>();
    stages.add(_ -> new Verdict.Await(later));
    Client client = start(call());
    revocations.revoke(_ -> true);
    later.complete(new Verdict.Continue(call().with(new Grant.ByRule("r", "p"))));
    runAll();

    assertThat(client.calls).containsExactly("refuse revoked");
    assertThat(sinks).isEmpty();
    assertThat(outcomes).hasSize(1);
  }

  @Test
  void anOpenStreamEndsWithARefusalAndItsUpstreamIsCancelled() {
    Client client = start(call());
    sinks.getFirst().begin(EVENTS);
    sinks.getFirst().event(ReplyEvent.of(PROGRESS));
    sweep();
    assertThat(client.calls).containsExactly("begin", "event");

    revocations.revoke(_ -> true);
    sweep();
    sinks.getFirst().event(ReplyEvent.of(PROGRESS));
    sinks.getFirst().end();
    sweep();

    assertThat(client.calls).containsExactly("begin", "event", "refuse revoked");
    assertThat(upstreamCalls).containsExactly("cancel");
    assertThat(outcomes).singleElement().satisfies(CutRepliesTest::isRevoked);
    assertThat(live.endedByRevocation()).isEqualTo(1);
  }

  @Test
  void anAnswerThatIsWaitedForIsNotWaitedForAnyLonger() {
    Client client = start(call());
    revocations.revoke(_ -> true);
    sweep();

    assertThat(client.calls).containsExactly("refuse revoked");
    assertThat(upstreamCalls).containsExactly("cancel");
    assertThat(outcomes.getFirst().status()).isEqualTo(404);
  }

  @Test
  void workThatGoesOnForAClientWhoLeftEndsToo() {
    Client client = start(call());
    sinks.getFirst().begin(EVENTS);
    Objects.requireNonNull(client.control).detach();
    revocations.revoke(_ -> true);
    sweep();

    assertThat(client.calls).containsExactly("begin");
    assertThat(upstreamCalls).contains("cancel");
    assertThat(outcomes).singleElement().satisfies(CutRepliesTest::isRevoked);
  }

  @Test
  void onlyThoseThatAreConcernedEnd() {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clients.add(start(Exchanges.call("/crm/mcp", "tool" + i)));
    }
    revocations.revoke(
        exchange ->
            exchange.target().name().equals("tool1") || exchange.target().name().equals("tool3"));
    sweep();

    assertThat(clients.stream().map(client -> client.calls.size())).containsExactly(0, 1, 0, 1, 0);
  }

  @Test
  void whoEndsWhileOthersAreVisitedDoesNotKeepThemFromBeingVisited() {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clients.add(start(call()));
    }
    // Refusing one ends its neighbours, as the end of a connection does.
    for (int i = 0; i < 5; i++) {
      int neighbour = i ^ 1;
      clients.get(i).refused =
          () -> {
            if (neighbour < clients.size()) {
              Objects.requireNonNull(clients.get(neighbour).control).cancel();
            }
          };
    }
    revocations.revoke(_ -> true);
    sweep();

    assertThat(outcomes).hasSize(5);
  }

  @Test
  void aStreamEndsWithItsTokenAndAnAnswerThatIsWaitedForDoesNot() {
    Exchange call = expiring(call(), NOW.plusSeconds(10));
    Client stream = start(call);
    sinks.getLast().begin(EVENTS);
    Client answer = start(call);
    now = NOW.plusMillis(9_999);
    sweep();
    assertThat(outcomes).isEmpty();

    now = NOW.plusSeconds(10);
    sweep();

    assertThat(stream.calls).containsExactly("begin", "refuse unauthenticated");
    assertThat(answer.calls).isEmpty();
    assertThat(outcomes)
        .singleElement()
        .satisfies(
            outcome ->
                assertThat(outcome.result())
                    .isEqualTo(
                        new Outcome.Result.Refused(
                            new Refusal.Unauthenticated(
                                Revocations.INVALID_TOKEN, "exp: ended while a stream was open"))));
    assertThat(live.endedByExpiry()).isEqualTo(1);
    sinks.getLast().begin(JSON);
    sinks.getLast().event(ReplyEvent.of(PROGRESS));
    sinks.getLast().end();
    assertThat(answer.calls).containsExactly("begin", "event", "end");
  }

  @Test
  void aStreamThatHasNotBegunEndsWithItsTokenToo() {
    Exchange listen =
        call()
            .with(new Operation.OpenStream(), Target.none())
            .with(new ClientHop(Era.LEGACY, null, null, NO_HEADERS, new Session.None()));
    Client client = start(expiring(listen, NOW.plusSeconds(10)));
    now = NOW.plusSeconds(10);
    sweep();

    assertThat(client.calls).containsExactly("refuse unauthenticated");
    assertThat(outcomes.getFirst().status()).isEqualTo(401);
  }

  @Test
  void aTokenThatHadEndedAndWasAcceptedForTheSakeOfClocksHasAMinute() {
    Client client = start(expiring(call(), NOW.minusSeconds(5)));
    sinks.getFirst().begin(EVENTS);
    now = NOW.plusSeconds(59);
    sweep();
    assertThat(client.calls).containsExactly("begin");

    now = NOW.plusSeconds(60);
    sweep();
    assertThat(client.calls).containsExactly("begin", "refuse unauthenticated");
  }

  @Test
  void aStreamForWhatAServerSaysLearnsThatToolsAreClosed() {
    Exchange stream = call().with(new Operation.OpenStream(), Target.none());
    Client client = start(stream);
    sinks.getFirst().begin(EVENTS);
    Client call = start(call());
    sinks.getLast().begin(EVENTS);
    revocations.closed = 5;
    revocations.version++;
    sweep();
    sweep();

    assertThat(client.calls).containsExactly("begin", "event");
    assertThat(new String(client.last().bytes(), UTF_8))
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
    assertThat(call.calls).containsExactly("begin");
  }

  @Test
  void aSubscriptionLearnsItIfItAsked() {
    for (boolean asks : new boolean[] {true, false}) {
      revocations.closed = 0;
      JsonRpcMessage listen =
          Exchanges.message(
              "{\"jsonrpc\":\"2.0\",\"id\":\"s\",\"method\":\"subscriptions/listen\",\"params\":"
                  + "{\"notifications\":{\"toolsListChanged\":"
                  + asks
                  + "}}}");
      Client client =
          start(
              call()
                  .with(
                      new Operation.Send(listen),
                      Target.of(McpMethod.SUBSCRIPTIONS_LISTEN, listen)));
      sinks.getLast().begin(EVENTS);
      revocations.closed = 5;
      revocations.version++;
      sweep();

      assertThat(client.calls).hasSize(asks ? 2 : 1);
      if (asks) {
        assertThat(new String(client.last().bytes(), UTF_8))
            .contains("\"io.modelcontextprotocol/subscriptionId\":\"s\"");
      }
    }
  }

  @Test
  void aStreamLearnsOnceWhichListsAReloadChanged() {
    Client client = start(call().with(new Operation.OpenStream(), Target.none()));
    sinks.getFirst().begin(EVENTS);
    inForce = new Configuration();
    sweep();
    assertThat(client.calls).containsExactly("begin");

    inForce = new Configuration(new Sight(0, 1, 2));
    sweep();
    sweep();
    assertThat(client.said())
        .containsExactly(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/prompts/list_changed\"}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/list_changed\"}");

    inForce = new Configuration(new Sight(7, 1, 2));
    sweep();
    assertThat(client.said())
        .hasSize(3)
        .last()
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
  }

  @Test
  void whatChangedBeforeAStreamBeganIsToldWhenItHasBegun() {
    Client client = start(call().with(new Operation.OpenStream(), Target.none()));
    inForce = new Configuration(new Sight(1, 0, 0));
    revocations.closed = 5;
    revocations.version++;
    sweep();
    assertThat(client.calls).isEmpty();

    sinks.getFirst().begin(EVENTS);
    sweep();
    assertThat(client.said())
        .containsExactly("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
  }

  @Test
  void aSubscriptionHearsOfTheListsItAskedForOnly() {
    JsonRpcMessage listen =
        Exchanges.message(
            """
            {"jsonrpc":"2.0","id":7,"method":"subscriptions/listen","params":
            {"notifications":{"promptsListChanged":true,"resourcesListChanged":"true"}}}""");
    Client client =
        start(
            call()
                .with(
                    new Operation.Send(listen), Target.of(McpMethod.SUBSCRIPTIONS_LISTEN, listen)));
    sinks.getLast().begin(EVENTS);
    inForce = new Configuration(new Sight(1, 1, 1));
    sweep();

    assertThat(client.said())
        .containsExactly(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/prompts/list_changed\",\"params\":"
                + "{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":7}}}");
  }

  @Test
  void aStreamThatTheNewConfigurationDoesNotGrantEndsAndAnAnswerIsStillWaitedFor() {
    Client stream = start(call());
    sinks.getLast().begin(EVENTS);
    Client answer = start(call());
    inForce = new Configuration();
    inForce.objection = new Refusal.Forbidden("rule:x");
    sweep();

    assertThat(stream.calls).containsExactly("begin", "refuse forbidden");
    assertThat(upstreamCalls).containsExactly("cancel");
    assertThat(live.endedByReload()).isEqualTo(1);
    assertThat(answer.calls).isEmpty();
    sinks.getLast().begin(EVENTS);
    sweep();
    assertThat(answer.calls).containsExactly("begin", "refuse forbidden");
  }

  @Test
  void aConfigurationIsAskedOnceAboutAStream() {
    start(call());
    sinks.getLast().begin(EVENTS);
    inForce = new Configuration();
    sweep();
    sweep();

    assertThat(inForce.asked).isEqualTo(1);
    assertThat(visibility.asked).isZero();
  }

  @Test
  void aLoopWithoutExchangesIsNotWoken() {
    Client client = start(call());
    sinks.getFirst().bare(202);
    assertThat(client.calls).containsExactly("bare");

    live.sweep();

    assertThat(tasks).isEmpty();
  }

  private static void isRevoked(Outcome outcome) {
    assertThat(outcome.result())
        .isEqualTo(new Outcome.Result.Refused(new Refusal.Revoked(SHOWN, "r1")));
  }

  private static Exchange call() {
    return arrived(Exchanges.call());
  }

  private static Exchange arrived(Exchange exchange) {
    Arrival known = exchange.arrival();
    Arrival at =
        new Arrival("x1", NOW, known.nanoTime(), "l", "p", "HTTP/1.1", "POST", known.path(), null);
    return Exchange.received(
        at, exchange.route(), exchange.client(), exchange.operation(), exchange.target());
  }

  private static Exchange expiring(Exchange exchange, Instant end) {
    return exchange.with(
        new Principal.Authenticated(
            "https://idp.test", "alice", null, List.of(), null, Set.of(), Set.of(), null, end));
  }

  private Client start(Exchange exchange) {
    Client client = new Client();
    Upstream upstream =
        (_, sink, _) -> {
          sinks.add(sink);
          return new Control();
        };
    client.control =
        new Pipeline(
                stages,
                List.of(),
                upstream,
                outcomes::add,
                revocations,
                visibility,
                live,
                Transcript.Source.NONE)
            .handle(exchange, client, loop);
    return client;
  }

  private void sweep() {
    live.sweep();
    runAll();
  }

  private void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private static final RequestHeaders NO_HEADERS = Exchanges.call().client().headers();

  private final class Control implements ReplyControl {
    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {
      upstreamCalls.add("cancel");
    }

    @Override
    public void detach() {}
  }

  private static final class FakeRevocations implements Revocations {
    private long version;
    private long closed;
    private Predicate<Exchange> revoked = _ -> false;

    void revoke(Predicate<Exchange> concerned) {
      revoked = concerned;
      version++;
    }

    @Override
    public long version() {
      return version;
    }

    @Override
    public Refusal.@Nullable Revoked objection(Exchange exchange) {
      return revoked.test(exchange) ? new Refusal.Revoked(SHOWN, "r1") : null;
    }

    @Override
    public boolean closes(Exchange exchange, String tool) {
      return false;
    }

    @Override
    public long closedTools(Exchange exchange) {
      return closed;
    }
  }

  private final class Configuration implements Visibility {
    private final Sight sight;
    private @Nullable Refusal objection;
    private int asked;

    Configuration() {
      this(new Sight(0, 0, 0));
    }

    Configuration(Sight sight) {
      this.sight = sight;
    }

    @Override
    public Visibility inForce() {
      return inForce;
    }

    @Override
    public Sight of(Exchange exchange) {
      return sight;
    }

    @Override
    public @Nullable Refusal objection(Exchange exchange) {
      asked++;
      return objection;
    }
  }

  private static final class Client implements ReplySink {
    final List<String> calls = new ArrayList<>();
    private final List<ReplyEvent> events = new ArrayList<>();
    private @Nullable ReplyControl control;
    private Runnable refused = () -> {};

    List<String> said() {
      return events.stream()
          .map(event -> new String(Objects.requireNonNull(event.message()).bytes(), UTF_8))
          .toList();
    }

    JsonRpcMessage last() {
      return Objects.requireNonNull(events.getLast().message());
    }

    @Override
    public void refuse(Refusal refusal) {
      calls.add("refuse " + refusal.reason());
      refused.run();
    }

    @Override
    public void bare(int status) {
      calls.add("bare");
    }

    @Override
    public void begin(ReplyHead head) {
      calls.add("begin");
    }

    @Override
    public void event(ReplyEvent event) {
      calls.add("event");
      events.add(event);
    }

    @Override
    public void end() {
      calls.add("end");
    }
  }
}
