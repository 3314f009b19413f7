package io.mcpgateway.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.protocol.JsonRpcMessage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a client gets while the outcome of its exchange is not kept yet. */
class HeldRepliesTest {
  private static final JsonRpcMessage NOTE =
      Exchanges.message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}");
  private static final JsonRpcMessage ANSWER =
      Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");

  private final List<String> client = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final CompletableFuture<Void> kept = new CompletableFuture<>();
  private boolean holdsStreams = true;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private @Nullable ReplySink upstream;

  @Test
  void anAnswerWaitsForItsOutcome() {
    handle(grant());
    sink().begin(new ReplyHead(ReplyHead.Shape.JSON, 200, null));
    sink().event(ReplyEvent.of(ANSWER));
    sink().end();

    assertThat(client).containsExactly("begin");
    assertThat(outcomes).singleElement().satisfies(it -> assertThat(it.events()).isEqualTo(1));
    kept.complete(null);
    assertThat(client).as("on the loop only").containsExactly("begin");
    runLoop();
    assertThat(client).containsExactly("begin", "response", "end");
  }

  @Test
  void ofAStreamOnlyTheAnswerWaits() {
    handle(grant());
    sink().begin(new ReplyHead(ReplyHead.Shape.EVENTS, 200, null));
    sink().event(ReplyEvent.of(NOTE));
    sink().event(ReplyEvent.of(ANSWER));
    sink().end();

    assertThat(client).containsExactly("begin", "note");
    kept.complete(null);
    runLoop();
    assertThat(client).containsExactly("begin", "note", "response", "end");
  }

  @Test
  void anAnswerIsNotHeldByAStreamThatGoesOnUnlessItIsWanted() {
    holdsStreams = false;
    handle(grant());
    sink().begin(new ReplyHead(ReplyHead.Shape.EVENTS, 200, null));
    sink().event(ReplyEvent.of(ANSWER));
    assertThat(client).containsExactly("begin");
    runLoop();
    assertThat(client).containsExactly("begin", "response");
    sink().end();
    kept.complete(null);
    runLoop();

    assertThat(client).containsExactly("begin", "response", "end");
  }

  @Test
  void anAnswerThatEndsItsStreamWaitsForItsOutcomeAlsoThen() {
    holdsStreams = false;
    handle(grant());
    sink().begin(new ReplyHead(ReplyHead.Shape.EVENTS, 200, null));
    sink().event(ReplyEvent.of(ANSWER));
    sink().end();
    runLoop();
    assertThat(client).containsExactly("begin");
    kept.complete(null);
    runLoop();

    assertThat(client).containsExactly("begin", "response", "end");
  }

  @Test
  void aRefusalWaitsToo() {
    handle(_ -> new Verdict.Refuse(new Refusal.Forbidden("r")));

    assertThat(client).isEmpty();
    kept.complete(null);
    runLoop();
    assertThat(client).containsExactly("refuse forbidden");
  }

  @Test
  void whatIsNeverKeptIsNeverShown() {
    handle(grant());
    sink().begin(new ReplyHead(ReplyHead.Shape.JSON, 200, null));
    sink().event(ReplyEvent.of(ANSWER));
    sink().end();
    kept.completeExceptionally(new IOException("the disk is gone"));
    runLoop();

    assertThat(client).containsExactly("begin", "refuse unavailable");
  }

  private static Stage grant() {
    return exchange -> new Verdict.Continue(exchange.with(new Grant.ByRule("rule", "p1")));
  }

  private void handle(Stage stage) {
    Upstream edge =
        (_, sink, _) -> {
          upstream = sink;
          return new NoControl();
        };
    new Pipeline(List.of(stage), List.of(), edge, new Keeper())
        .handle(Exchanges.call(), new Client(), loop());
  }

  private ReplySink sink() {
    assertThat(upstream).isNotNull();
    return upstream;
  }

  private Executor loop() {
    return tasks::add;
  }

  private void runLoop() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private final class Keeper implements OutcomeListener {
    @Override
    public void ended(Outcome outcome) {
      outcomes.add(outcome);
    }

    @Override
    public boolean holdsReplies() {
      return true;
    }

    @Override
    public boolean holdsStreams() {
      return holdsStreams;
    }

    @Override
    public CompletionStage<Void> keep(Outcome outcome) {
      ended(outcome);
      return kept;
    }
  }

  private static final class NoControl implements ReplyControl {
    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {}

    @Override
    public void detach() {}
  }

  private final class Client implements ReplySink {
    @Override
    public void refuse(Refusal refusal) {
      client.add("refuse " + refusal.reason());
    }

    @Override
    public void bare(int status) {
      client.add("bare");
    }

    @Override
    public void begin(ReplyHead head) {
      client.add("begin");
    }

    @Override
    public void event(ReplyEvent event) {
      client.add(event.message() instanceof JsonRpcMessage.Response ? "response" : "note");
    }

    @Override
    public void end() {
      client.add("end");
    }
  }
}
