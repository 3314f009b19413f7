package io.mcpgateway.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Outcome.Result;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineTest {
  private static final Stage GRANT =
      exchange -> new Verdict.Continue(exchange.with(new Grant.ByRule("rule", "p1")));
  private static final JsonRpcMessage ANSWER =
      Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"secret\":1}}");
  private static final JsonRpcMessage MASKED =
      Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"secret\":0}}");
  private static final ReplyHead JSON = new ReplyHead(ReplyHead.Shape.JSON, 200, null);
  private static final ReplyHead EVENTS = new ReplyHead(ReplyHead.Shape.EVENTS, 200, null);

  private final FakeUpstream upstream = new FakeUpstream();
  private final FakeClient client = new FakeClient();
  private final FakeLoop loop = new FakeLoop();
  private final List<Outcome> outcomes = new ArrayList<>();
  private boolean mayBeUnderWay;

  @AfterEach
  void everyExchangeHasExactlyOneOutcome() {
    assertThat(outcomes).hasSize(mayBeUnderWay ? 0 : 1);
  }

  // Before the upstream.

  @Test
  void withoutAGrantNothingIsSent() {
    handle(List.of(Verdict.Continue::new));

    refusedWithoutSending(new Refusal.Internal());
  }

  @Test
  void withoutAnyStageNothingIsSent() {
    handle(List.of());

    refusedWithoutSending(new Refusal.Internal());
  }

  @Test
  void aStageThatRefusesHasTheLastWord() {
    handle(List.of(GRANT, _ -> new Verdict.Refuse(new Refusal.Forbidden("r")), GRANT));

    refusedWithoutSending(new Refusal.Forbidden("r"));
    assertThat(outcomes.getFirst().status()).isEqualTo(403);
  }

  @Test
  void aStageThatThrowsRefuses() {
    handle(
        List.of(
            GRANT,
            _ -> {
              throw new IllegalStateException("a defect");
            }));

    refusedWithoutSending(new Refusal.Internal());
    assertThat(outcomes.getFirst().status()).isEqualTo(500);
  }

  @Test
  void aStageThatRunsOutOfStackRefuses() {
    handle(
        List.of(
            GRANT,
            _ -> {
              throw new StackOverflowError();
            }));

    refusedWithoutSending(new Refusal.Internal());
  }

  @Test
  @SuppressWarnings("NullAway") // What a stage must not do is what is tried.
  void aStageThatAnswersNothingRefuses() {
    handle(List.of(GRANT, _ -> null));

    refusedWithoutSending(new Refusal.Internal());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @SuppressWarnings("NullAway")
  void aVerdictWithNothingInItRefuses(boolean later) {
    List<Verdict> empty =
        List.of(new Verdict.Continue(null), new Verdict.Refuse(null), new Verdict.Await(null));
    for (Verdict verdict : empty) {
      outcomes.clear();
      handle(
          List.of(
              GRANT,
              _ ->
                  later ? new Verdict.Await(CompletableFuture.completedFuture(verdict)) : verdict));
      loop.runAll();

      assertThat(outcomes.getFirst().result())
          .isEqualTo(new Result.Refused(new Refusal.Internal()));
    }
    assertThat(upstream.sent).isEmpty();
  }

  @Test
  void stagesRunInOrderAndEachSeesWhatTheOneBeforeLearnt() {
    handle(
        List.of(
            exchange -> new Verdict.Continue(exchange.with(Exchanges.ALICE)),
            exchange -> {
              assertThat(exchange.principal()).isEqualTo(Exchanges.ALICE);
              return GRANT.apply(exchange);
            }));

    assertThat(upstream.sent).hasSize(1);
    assertThat(upstream.sent.getFirst().principal()).isEqualTo(Exchanges.ALICE);
    answer();
  }

  // Await.

  @Test
  void aVerdictFromAnotherThreadGoesOnOnTheLoop() throws Exception {
    CompletableFuture<Verdict> later = new CompletableFuture<>();
    List<Thread> ranOn = new ArrayList<>();
    Stage recording =
        exchange -> {
          ranOn.add(Thread.currentThread());
          return GRANT.apply(exchange);
        };
    handle(List.of(_ -> new Verdict.Await(later), recording));

    Thread other =
        Thread.ofPlatform().start(() -> later.complete(new Verdict.Continue(Exchanges.call())));
    other.join();

    assertThat(ranOn).as("not on the completing thread").isEmpty();
    assertThat(upstream.sent).isEmpty();
    loop.runAll();
    assertThat(ranOn).containsExactly(Thread.currentThread());
    assertThat(upstream.sent).hasSize(1);
    answer();
  }

  @Test
  void anAwaitedRefusalRefuses() {
    handle(List.of(GRANT, _ -> later(new Verdict.Refuse(new Refusal.UnknownSession()))));
    loop.runAll();

    refusedWithoutSending(new Refusal.UnknownSession());
  }

  @Test
  void anAwaitMayLeadToAnotherAndStillGoesOnWithTheNextStage() {
    handle(List.of(exchange -> later(later(later(new Verdict.Continue(exchange)))), GRANT));
    loop.runAll();

    assertThat(upstream.sent).hasSize(1);
    answer();
  }

  @Test
  void anAwaitThatFailsRefuses() {
    handle(
        List.of(
            GRANT,
            _ -> new Verdict.Await(CompletableFuture.failedFuture(new IllegalStateException()))));
    loop.runAll();

    refusedWithoutSending(new Refusal.Internal());
  }

  @Test
  @SuppressWarnings("NullAway")
  void anAwaitThatYieldsNothingRefuses() {
    handle(List.of(GRANT, _ -> new Verdict.Await(CompletableFuture.completedFuture(null))));
    loop.runAll();

    refusedWithoutSending(new Refusal.Internal());
  }

  @Test
  void aClientThatLeavesDuringAnAwaitSendsNothing() {
    CompletableFuture<Verdict> later = new CompletableFuture<>();
    ReplyControl control = handle(List.of(_ -> new Verdict.Await(later), GRANT));

    control.cancel();
    later.complete(new Verdict.Continue(Exchanges.call()));
    loop.runAll();

    assertThat(upstream.sent).isEmpty();
    assertThat(client.calls).isEmpty();
    assertThat(outcomes.getFirst().result()).isEqualTo(new Result.Abandoned());
  }

  // The reply.

  @Test
  void anAnswerPassesUntouched() {
    handle(List.of(GRANT));
    answer();

    assertThat(client.calls).containsExactly("begin 200", "event", "end");
    assertThat(client.events.getFirst().message()).isSameAs(ANSWER);
    Outcome outcome = outcomes.getFirst();
    assertThat(outcome.result()).isEqualTo(new Result.Answered());
    assertThat(outcome.status()).isEqualTo(200);
    assertThat(outcome.events()).isEqualTo(1);
    assertThat(outcome.bytesOut()).isEqualTo(ANSWER.bytes().length);
    assertThat(outcome.bytesIn()).isPositive();
    assertThat(outcome.revisions()).isEmpty();
  }

  @Test
  void anErrorOfTheUpstreamIsAnOutcomeOfItsOwn() {
    handle(List.of(GRANT));
    upstream.sink().begin(JSON);
    upstream
        .sink()
        .event(
            ReplyEvent.of(
                Exchanges.message(
                    "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32602,\"message\":\"x\"}}")));
    upstream.sink().end();

    assertThat(outcomes.getFirst().result()).isEqualTo(new Result.Failed(-32602));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":[],\"isError\":true}",
        "{ \"isError\" : true , \"content\":[]}",
      })
  void aToolThatReportsAnErrorInItsResultHasFailed(String result) {
    handle(List.of(GRANT));
    answer(result);

    assertThat(outcomes.getFirst().result()).isEqualTo(new Result.Failed(0));
    assertThat(outcomes.getFirst().word()).isEqualTo("failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":[],\"isError\":false}",
        "{\"isError\":\"true\"}",
        "{\"structuredContent\":{\"isError\":true}}",
        "{\"content\":[{\"text\":\"isError\"}]}",
        "[\"isError\",true]",
        "\"isError\"",
      })
  void aToolThatOnlyMentionsErrorsHasAnswered(String result) {
    handle(List.of(GRANT));
    answer(result);

    assertThat(outcomes.getFirst().result()).isEqualTo(new Result.Answered());
  }

  @Test
  void onlyToolsReportErrorsInTheirResults() {
    Target prompt = new Target(McpMethod.PROMPTS_GET, McpMethod.Primitive.PROMPT, "p");
    handle(List.of(exchange -> GRANT.apply(exchange.with(exchange.operation(), prompt))));
    answer("{\"isError\":true}");

    assertThat(outcomes.getFirst().result()).isEqualTo(new Result.Answered());
  }

  @Test
  void replyStagesThatAreConcernedChangeTheMessageInOrder() {
    ReplyStage unconcerned =
        new FakeReplyStage(
            false,
            _ -> {
              throw new IllegalStateException("not concerned");
            });
    ReplyStage masks =
        new FakeReplyStage(true, _ -> new Revision.Changed(MASKED, Map.of("cards", 2)));
    ReplyStage seesMasked =
        new FakeReplyStage(
            true,
            message -> {
              assertThat(message).isSameAs(MASKED);
              return new Revision.Changed(message, Map.of("cards", 1, "mail", 1));
            });
    handle(List.of(GRANT), unconcerned, masks, seesMasked);
    answer();

    assertThat(client.events.getFirst().message()).isSameAs(MASKED);
    assertThat(outcomes.getFirst().revisions()).isEqualTo(Map.of("cards", 3, "mail", 1));
  }

  @Test
  void aMessageThatAReplyStageFailedOnIsNotSent() {
    for (RuntimeOrError failure : RuntimeOrError.values()) {
      reset();
      handle(List.of(GRANT), new FakeReplyStage(true, _ -> failure.fail()));
      answer();

      assertThat(client.calls).containsExactly("begin 200", "refuse internal");
      assertThat(upstream.control.calls).contains("cancel");
      assertThat(outcomes.getFirst().result())
          .isEqualTo(new Result.Refused(new Refusal.Internal()));
    }
  }

  private enum RuntimeOrError {
    EXCEPTION,
    ERROR,
    NOTHING,
    EMPTY;

    @SuppressWarnings("NullAway")
    Revision fail() {
      return switch (this) {
        case EXCEPTION -> throw new IllegalStateException("a defect");
        case ERROR -> throw new StackOverflowError();
        case NOTHING -> null;
        case EMPTY -> new Revision.Changed(null, Map.of());
      };
    }
  }

  @Test
  void aReplyStageThatCannotSayWhetherItIsConcernedKeepsTheExchangeFromTheUpstream() {
    ReplyStage broken =
        new ReplyStage() {
          @Override
          public boolean concerns(Exchange exchange) {
            throw new IllegalStateException("a defect");
          }

          @Override
          public Revision apply(Exchange exchange, JsonRpcMessage message) {
            return Revision.UNCHANGED;
          }
        };
    handle(List.of(GRANT), broken);

    refusedWithoutSending(new Refusal.Internal());
  }

  @Test
  void aMessageThatTheGatewayAnswersReachesTheUpstreamAndNotTheClient() {
    JsonRpcMessage.Response no =
        (JsonRpcMessage.Response)
            Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1}}");
    Observation observed = new Observation("rule:x", Observation.Effect.PERMIT);
    handle(
        List.of(GRANT),
        new FakeReplyStage(
            true,
            message ->
                message == ANSWER
                    ? Revision.UNCHANGED
                    : new Revision.Answered(no, Map.of("ask:roots:default", 1), List.of(observed))),
        new FakeReplyStage(
            true,
            message -> {
              assertThat(message).as("later stages do not see it").isSameAs(ANSWER);
              return Revision.UNCHANGED;
            }));
    ReplySink reply = upstream.sink();
    reply.begin(EVENTS);
    for (int i = 0; i < 2; i++) {
      reply.event(ReplyEvent.of(MASKED));
      reply.event(new ReplyEvent(MASKED, "e" + i, null));
    }
    reply.event(ReplyEvent.of(ANSWER));
    reply.end();

    assertThat(client.events)
        .as("its place in the stream stays")
        .containsExactly(
            new ReplyEvent(null, "e0", null),
            new ReplyEvent(null, "e1", null),
            ReplyEvent.of(ANSWER));
    assertThat(upstream.sent).hasSize(5);
    Exchange posted = upstream.sent.getLast();
    assertThat(posted.operation()).isEqualTo(new Operation.Send(no));
    assertThat(posted.client()).isEqualTo(upstream.sent.getFirst().client());
    Outcome outcome = outcomes.getFirst();
    assertThat(outcome.result()).isEqualTo(new Result.Answered());
    assertThat(outcome.revisions()).isEqualTo(Map.of("ask:roots:default", 4));
    assertThat(Objects.requireNonNull(outcome.exchange()).observations()).containsExactly(observed);
    assertThat(outcome.events()).isEqualTo(1);
  }

  @Test
  void anUpstreamThatAsksFasterThanItListensIsNotAnsweredForEver() {
    JsonRpcMessage.Response no =
        (JsonRpcMessage.Response)
            Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1}}");
    handle(
        List.of(GRANT),
        new FakeReplyStage(true, _ -> new Revision.Answered(no, Map.of(), List.of())));
    ReplySink reply = upstream.sink();
    reply.begin(EVENTS);
    for (int i = 0; i < 100; i++) {
      reply.event(ReplyEvent.of(MASKED));
    }
    assertThat(upstream.sent).hasSize(1 + 16);

    upstream.sink().bare(202);
    reply.event(ReplyEvent.of(MASKED));
    assertThat(upstream.sent).as("as soon as one was taken").hasSize(1 + 17);
    reply.end();
  }

  @Test
  void whatIsObservedOfAReplyIsOnTheOutcomeOnce() {
    Observation observed = new Observation("rule:x", Observation.Effect.DENY);
    Observation other = new Observation("rule:y", Observation.Effect.DENY);
    handle(
        List.of(GRANT),
        new FakeReplyStage(true, _ -> new Revision.Observed(List.of(observed))),
        new FakeReplyStage(
            true,
            message ->
                message == ANSWER
                    ? new Revision.Blocked(new Refusal.Withheld("cards"), List.of(other))
                    : Revision.UNCHANGED));
    ReplySink reply = upstream.sink();
    reply.begin(EVENTS);
    reply.event(ReplyEvent.of(MASKED));
    reply.event(ReplyEvent.of(ANSWER));

    assertThat(client.events).containsExactly(ReplyEvent.of(MASKED));
    assertThat(Objects.requireNonNull(outcomes.getFirst().exchange()).observations())
        .containsExactly(observed, other);
  }

  @Test
  void aBlockedMessageIsNotSentAndEndsTheReply() {
    handle(
        List.of(GRANT),
        new FakeReplyStage(true, _ -> new Revision.Blocked(new Refusal.Withheld("cards"))),
        new FakeReplyStage(
            true,
            _ -> {
              throw new IllegalStateException("after a block");
            }));
    upstream.sink().begin(EVENTS);
    upstream.sink().event(ReplyEvent.of(ANSWER));
    upstream.sink().event(ReplyEvent.of(ANSWER));
    upstream.sink().end();

    assertThat(client.calls).containsExactly("begin 200", "refuse withheld");
    assertThat(client.events).isEmpty();
    assertThat(upstream.control.calls).containsExactly("cancel");
    assertThat(outcomes.getFirst().result())
        .isEqualTo(new Result.Refused(new Refusal.Withheld("cards")));
    assertThat(outcomes.getFirst().bytesOut()).isZero();
  }

  @Test
  void aPrimingEventHasNothingToRevise() {
    handle(
        List.of(GRANT),
        new FakeReplyStage(
            true,
            _ -> {
              throw new IllegalStateException("no message");
            }));
    upstream.sink().begin(EVENTS);
    upstream.sink().event(new ReplyEvent(null, "e1", 500L));
    upstream.sink().end();

    assertThat(client.calls).containsExactly("begin 200", "event", "end");
    assertThat(outcomes.getFirst().events()).isZero();
  }

  @Test
  void aRefusalOfTheUpstreamEdgeReachesTheClientEvenAfterTheReplyBegan() {
    handle(List.of(GRANT));
    upstream.sink().begin(EVENTS);
    upstream.sink().refuse(new Refusal.UpstreamTimeout("crm", "idle"));
    upstream.sink().refuse(new Refusal.UpstreamTimeout("crm", "again"));
    upstream.sink().end();

    assertThat(client.calls).containsExactly("begin 200", "refuse upstream-timeout");
    assertThat(outcomes.getFirst().status()).isEqualTo(200);
  }

  @Test
  void anAnswerWithoutAMessagePasses() {
    handle(List.of(GRANT));
    upstream.sink().bare(202);

    assertThat(client.calls).containsExactly("bare 202");
    assertThat(outcomes.getFirst().status()).isEqualTo(202);
  }

  @Test
  void anUpstreamThatAnswersBeforeSendReturnsIsFine() {
    upstream.atOnce = sink -> sink.refuse(new Refusal.UpstreamUnreachable("crm", "closed"));
    handle(List.of(GRANT));

    assertThat(client.calls).containsExactly("refuse upstream-unreachable");
    assertThat(upstream.control.calls).contains("cancel");
  }

  @Test
  void anUpstreamThatThrowsRefuses() {
    upstream.atOnce =
        _ -> {
          throw new IllegalStateException("a defect");
        };
    handle(List.of(GRANT));

    assertThat(client.calls).containsExactly("refuse internal");
  }

  @Test
  void aListenerThatThrowsDoesNotKeepTheClientWaiting() {
    Pipeline pipeline =
        new Pipeline(
            List.of(GRANT),
            List.of(),
            upstream,
            outcome -> {
              outcomes.add(outcome);
              throw new IllegalStateException("a defect");
            });
    pipeline.handle(Exchanges.call(), client, loop);
    answer();

    assertThat(client.calls).containsExactly("begin 200", "event", "end");
  }

  // The client's hold.

  @Test
  void aClientThatCancelsEndsTheUpstreamsWork() {
    ReplyControl control = handle(List.of(GRANT));
    upstream.sink().begin(EVENTS);
    control.cancel();
    control.cancel();
    upstream.sink().event(ReplyEvent.of(ANSWER));
    upstream.sink().end();

    assertThat(client.calls).containsExactly("begin 200");
    assertThat(upstream.control.calls).containsExactly("cancel");
    assertThat(outcomes.getFirst().result()).isEqualTo(new Result.Abandoned());
  }

  @Test
  void aClientThatDetachesLetsTheUpstreamFinish() {
    ReplyControl control = handle(List.of(GRANT));
    upstream.sink().begin(EVENTS);
    control.pause();
    control.detach();
    control.pause();
    answer();

    assertThat(client.calls).containsExactly("begin 200");
    assertThat(upstream.control.calls).containsExactly("pause", "resume");
    assertThat(outcomes.getFirst().result()).isEqualTo(new Result.Abandoned());
  }

  @Test
  void aSlowClientSlowsTheUpstreamEvenIfItWasSlowBeforeSending() {
    CompletableFuture<Verdict> later = new CompletableFuture<>();
    ReplyControl control = handle(List.of(_ -> new Verdict.Await(later), GRANT));
    control.pause();
    later.complete(new Verdict.Continue(Exchanges.call()));
    loop.runAll();
    assertThat(upstream.control.calls).containsExactly("pause");

    control.resume();
    assertThat(upstream.control.calls).containsExactly("pause", "resume");
    answer();
  }

  @Test
  void anExchangeUnderWayHasNoOutcomeYet() {
    mayBeUnderWay = true;
    handle(List.of(GRANT));
    upstream.sink().begin(EVENTS);
    upstream.sink().event(ReplyEvent.of(ANSWER));

    assertThat(outcomes).isEmpty();
  }

  private ReplyControl handle(List<Stage> stages, ReplyStage... replyStages) {
    Pipeline pipeline = new Pipeline(stages, List.of(replyStages), upstream, outcomes::add);
    return pipeline.handle(Exchanges.call(), client, loop);
  }

  private void answer() {
    upstream.sink().begin(JSON);
    upstream.sink().event(ReplyEvent.of(ANSWER));
    upstream.sink().end();
  }

  private void answer(String result) {
    upstream.sink().begin(JSON);
    upstream
        .sink()
        .event(
            ReplyEvent.of(
                Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":" + result + "}")));
    upstream.sink().end();
  }

  private void reset() {
    outcomes.clear();
    client.calls.clear();
    client.events.clear();
    upstream.control.calls.clear();
  }

  private void refusedWithoutSending(Refusal refusal) {
    assertThat(upstream.sent).isEmpty();
    assertThat(client.calls).containsExactly("refuse " + refusal.reason());
    assertThat(outcomes.getFirst().result()).isEqualTo(new Result.Refused(refusal));
  }

  private static Verdict later(Verdict verdict) {
    return new Verdict.Await(CompletableFuture.completedFuture(verdict));
  }

  /** Runs what it is given when the test says so, on the test's thread. */
  private static final class FakeLoop implements Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public synchronized void execute(Runnable task) {
      tasks.add(task);
    }

    private synchronized @org.jspecify.annotations.Nullable Runnable next() {
      return tasks.poll();
    }

    void runAll() {
      for (Runnable task = next(); task != null; task = next()) {
        task.run();
      }
    }
  }

  private static final class FakeControl implements ReplyControl {
    final List<String> calls = new ArrayList<>();

    @Override
    public void pause() {
      calls.add("pause");
    }

    @Override
    public void resume() {
      calls.add("resume");
    }

    @Override
    public void cancel() {
      calls.add("cancel");
    }

    @Override
    public void detach() {
      calls.add("detach");
    }
  }

  private static final class FakeUpstream implements Upstream {
    final List<Exchange> sent = new ArrayList<>();
    final FakeControl control = new FakeControl();
    java.util.function.Consumer<ReplySink> atOnce = _ -> {};
    private final List<ReplySink> sinks = new ArrayList<>();

    @Override
    public ReplyControl send(Exchange exchange, ReplySink sink, Executor loop) {
      sent.add(exchange);
      sinks.add(sink);
      atOnce.accept(sink);
      return control;
    }

    ReplySink sink() {
      return sinks.getLast();
    }
  }

  private static final class FakeClient implements ReplySink {
    final List<String> calls = new ArrayList<>();
    final List<ReplyEvent> events = new ArrayList<>();

    @Override
    public void refuse(Refusal refusal) {
      calls.add("refuse " + refusal.reason());
    }

    @Override
    public void bare(int status) {
      calls.add("bare " + status);
    }

    @Override
    public void begin(ReplyHead head) {
      calls.add("begin " + head.status());
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

  private record FakeReplyStage(
      boolean isConcerned, java.util.function.Function<JsonRpcMessage, Revision> revise)
      implements ReplyStage {
    @Override
    public boolean concerns(Exchange exchange) {
      return isConcerned;
    }

    @Override
    public Revision apply(Exchange exchange, JsonRpcMessage message) {
      return revise.apply(message);
    }
  }
}
