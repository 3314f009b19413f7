package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonRpcMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an exchange through every stage, to its upstream, and back through every reply stage.
 *
 * <p>The upstream is reached only when every stage answered {@link Verdict.Continue} and one of
 * them granted the exchange. Anything that throws, wherever it is, ends the exchange as {@link
 * Refusal.Internal}. Every exchange has exactly one {@link Outcome}; the client gets the answer, or
 * the end of its stream, when the {@link OutcomeListener} lets it.
 */
public final class Pipeline {
  private static final Logger logger = LoggerFactory.getLogger(Pipeline.class);

  private final List<Stage> stages;
  private final List<ReplyStage> replyStages;
  private final Upstream upstream;
  private final OutcomeListener outcomes;
  private final boolean holdsReplies;
  private final boolean holdsStreams;
  private final Revocations revocations;
  private final Visibility visibility;
  private final LiveExchanges live;
  private final Transcript.Source transcripts;

  /**
   * Stages and reply stages run in the order of their lists.
   *
   * @param revocations asked once more when the stages are through, and for replies under way
   * @param visibility that of the configuration that the stages belong to; the one in force is
   *     asked for streams
   * @param live where replies under way are visited
   * @param transcripts what is kept of messages
   */
  public Pipeline(
      List<Stage> stages,
      List<ReplyStage> replyStages,
      Upstream upstream,
      OutcomeListener outcomes,
      Revocations revocations,
      Visibility visibility,
      LiveExchanges live,
      Transcript.Source transcripts) {
    this.stages = List.copyOf(stages);
    this.replyStages = List.copyOf(replyStages);
    this.upstream = upstream;
    this.outcomes = outcomes;
    this.holdsReplies = outcomes.holdsReplies();
    this.holdsStreams = outcomes.holdsStreams();
    this.revocations = revocations;
    this.visibility = visibility;
    this.live = live;
    this.transcripts = transcripts;
  }

  /** A pipeline whose exchanges nobody takes back, and whose streams outlive their tokens. */
  public Pipeline(
      List<Stage> stages,
      List<ReplyStage> replyStages,
      Upstream upstream,
      OutcomeListener outcomes) {
    this(
        stages,
        replyStages,
        upstream,
        outcomes,
        Revocations.NONE,
        Visibility.UNCHANGING,
        new LiveExchanges(InstantSource.system()),
        Transcript.Source.NONE);
  }

  /** What the configuration that the stages belong to lets callers see and do. */
  public Visibility visibility() {
    return visibility;
  }

  /**
   * Starts the exchange; the reply goes to {@code client}, possibly before this returns.
   *
   * @param loop the event loop that owns the exchange, and that this is called on
   */
  public ReplyControl handle(Exchange received, ReplySink client, Executor loop) {
    Run run = new Run(received, client, loop);
    run.decide(0);
    return run;
  }

  /** One exchange under way. All its methods run on the exchange's loop. */
  private final class Run extends LiveExchanges.Member implements ReplySink, ReplyControl {
    private final ReplySink client;
    private final Executor loop;
    private final ProxyAnswers answers;
    private Exchange exchange;
    private List<ReplyStage> concerned = List.of();
    private @Nullable ReplyControl reply;
    private @Nullable Transcript transcript;

    private boolean ended;
    private boolean detached;
    private boolean paused;
    private boolean begun;
    private boolean streaming;
    private int status;
    private long decidedNanos;
    private long firstByteNanos;
    private long bytesOut;
    private int events;
    private @Nullable Map<String, Integer> revisions;
    private Outcome.Result answer = new Outcome.Result.Answered();

    /** What the revocations were when they were last asked. */
    private long revocationsSeen;

    /** Whose configuration let it go on, and was asked last about a stream. */
    private Visibility judgedBy = visibility;

    private @Nullable ListWatch lists;

    /** The answer, until the outcome is kept. */
    private @Nullable ReplyEvent held;

    Run(Exchange received, ReplySink client, Executor loop) {
      this.exchange = received;
      this.client = client;
      this.loop = loop;
      this.answers = new ProxyAnswers(upstream, loop);
    }

    /** Asks the stages from {@code next} on, and then the upstream. */
    void decide(int next) {
      try {
        for (int i = next; i < stages.size(); i++) {
          if (!settle(stages.get(i).apply(exchange), i + 1)) {
            return;
          }
        }
        forward();
      } catch (RuntimeException | Error bug) {
        fail(bug);
      }
    }

    /** Whether the exchange goes on to stage {@code next} now. */
    private boolean settle(Verdict verdict, int next) {
      return switch (verdict) {
        case Verdict.Continue(Exchange more) -> {
          exchange = Objects.requireNonNull(more, "exchange");
          yield true;
        }
        case Verdict.Refuse(Refusal refusal, List<Observation> observed) -> {
          exchange = exchange.observed(observed);
          refuse(refusal);
          yield false;
        }
        case Verdict.Await(var later) -> {
          later.whenComplete(
              (decided, failure) -> loop.execute(() -> goOn(next, decided, failure)));
          yield false;
        }
      };
    }

    private void goOn(int next, @Nullable Verdict verdict, @Nullable Throwable failure) {
      if (ended) {
        return;
      }
      try {
        if (failure != null) {
          fail(failure);
        } else if (settle(Objects.requireNonNull(verdict, "verdict"), next)) {
          decide(next);
        }
      } catch (RuntimeException bug) {
        fail(bug);
      }
    }

    private void forward() {
      switch (exchange.grant()) {
        case Grant.ByRule _ -> {
          // Once more: a stage may have waited. The version first, so that no change is missed.
          revocationsSeen = revocations.version();
          Refusal.Revoked objection = revocations.objection(exchange);
          if (objection != null) {
            refuse(objection);
            return;
          }
          lists = ListWatch.of(exchange, revocations, revocationsSeen, visibility);
          decidedNanos = System.nanoTime();
          concerned = concerned();
          transcript = transcripts.of(exchange);
          client.decided(exchange);
          live.join(this, loop);
          ReplyControl control = upstream.send(exchange, this, loop);
          reply = control;
          if (ended) {
            control.cancel();
          } else if (paused) {
            control.pause();
          }
        }
        case Grant.None() -> throw new IllegalStateException("no stage granted the exchange");
      }
    }

    private List<ReplyStage> concerned() {
      List<ReplyStage> all = List.of();
      for (ReplyStage stage : replyStages) {
        if (stage.concerns(exchange)) {
          if (all.isEmpty()) {
            all = new ArrayList<>(replyStages.size());
          }
          all.add(stage);
        }
      }
      return all;
    }

    // The reply, coming from the upstream.

    @Override
    public void refuse(Refusal refusal) {
      if (ended) {
        return;
      }
      if (!begun) {
        status = RefusalAnswer.of(refusal, exchange.client().era(), exchange.id()).status();
      }
      end(new Outcome.Result.Refused(refusal), () -> client.refuse(refusal));
    }

    @Override
    public void bare(int upstreamStatus) {
      if (ended) {
        return;
      }
      status = upstreamStatus;
      firstByteNanos = System.nanoTime();
      end(
          upstreamStatus < 400
              ? new Outcome.Result.Answered()
              : new Outcome.Result.Failed(upstreamStatus),
          () -> client.bare(upstreamStatus));
    }

    @Override
    public void begin(ReplyHead head) {
      if (ended) {
        return;
      }
      begun = true;
      streaming = head.shape() == ReplyHead.Shape.EVENTS;
      status = head.status();
      firstByteNanos = System.nanoTime();
      if (streaming && StreamEnd.isOfServer(exchange)) {
        outcomes.opened(exchange);
      }
      if (!detached) {
        client.begin(head);
      }
    }

    @Override
    public void event(ReplyEvent event) {
      if (ended) {
        return;
      }
      ReplyEvent revised;
      try {
        revised = event.message() == null ? event : revise(event, event.message());
        if (transcript != null && !ended && !detached && revised != null) {
          transcribe(transcript, revised.message());
        }
      } catch (RuntimeException | Error bug) {
        fail(bug);
        return;
      }
      if (ended || detached || revised == null) {
        return;
      }
      JsonRpcMessage message = revised.message();
      if (message != null) {
        events++;
        bytesOut += message.bytes().length;
      }
      if (holdsReplies && isLast(message)) {
        held = revised;
        if (streaming && !holdsStreams) {
          // The end mostly comes with it.
          loop.execute(this::letGo);
        }
      } else {
        client.event(revised);
      }
    }

    /** Gives the client the answer of a stream that goes on. */
    private void letGo() {
      ReplyEvent answered = held;
      if (!ended && !detached && answered != null) {
        held = null;
        client.event(answered);
      }
    }

    private static void transcribe(Transcript transcript, @Nullable JsonRpcMessage message) {
      if (message != null) {
        transcript.replied(message);
      }
    }

    /** Whether it is what the client waits for; after it comes only the end. */
    private boolean isLast(@Nullable JsonRpcMessage message) {
      return message instanceof JsonRpcMessage.Response && exchange.requestId() != null;
    }

    /** What goes on to the client, or null if nothing does. */
    private @Nullable ReplyEvent revise(ReplyEvent event, JsonRpcMessage original) {
      JsonRpcMessage message = original;
      note(message);
      for (ReplyStage stage : concerned) {
        switch (stage.apply(exchange, message)) {
          case Revision.Unchanged() -> {}
          case Revision.Changed(var changed, var counts, List<Observation> observed) -> {
            message = Objects.requireNonNull(changed, "message");
            observe(observed);
            count(counts);
          }
          case Revision.Observed(List<Observation> observed, Map<String, Integer> counts) -> {
            observe(observed);
            count(counts);
          }
          case Revision.Answered(var answer, var counts, List<Observation> observed) -> {
            observe(observed);
            count(counts);
            answers.answer(exchange, answer);
            // Its place in the stream goes on: it is not to be repeated when the client resumes.
            return event.eventId() == null && event.retry() == null
                ? null
                : new ReplyEvent(null, event.eventId(), event.retry());
          }
          case Revision.Blocked(Refusal refusal, List<Observation> observed) -> {
            observe(observed);
            stopUpstream();
            refuse(refusal);
            return null;
          }
        }
      }
      return message == original ? event : new ReplyEvent(message, event.eventId(), event.retry());
    }

    private void note(JsonRpcMessage message) {
      if (!detached && message instanceof JsonRpcMessage.Response response) {
        Outcome.Result failed = UpstreamError.in(response, exchange);
        answer = failed == null ? answer : failed;
      }
    }

    /** Each once: a stream may say the same for as long as it is open. */
    private void observe(List<Observation> observed) {
      exchange =
          exchange.observed(
              observed.stream().filter(each -> !exchange.observations().contains(each)).toList());
    }

    private void count(Map<String, Integer> counts) {
      if (counts.isEmpty()) {
        return;
      }
      if (revisions == null) {
        revisions = new HashMap<>();
      }
      for (Map.Entry<String, Integer> each : counts.entrySet()) {
        revisions.merge(each.getKey(), each.getValue(), Integer::sum);
      }
    }

    @Override
    public void end() {
      if (ended) {
        return;
      }
      end(answer, this::complete);
    }

    private void complete() {
      if (held != null) {
        client.event(held);
      }
      client.end();
    }

    // The visits while the reply is under way.

    @Override
    LiveExchanges.Finding look(Instant now) {
      try {
        return examine(now);
      } catch (RuntimeException | Error bug) {
        fail(bug);
        return LiveExchanges.Finding.NOTHING;
      }
    }

    private LiveExchanges.Finding examine(Instant now) {
      long version = revocations.version();
      if (version != revocationsSeen) {
        revocationsSeen = version;
        Refusal.Revoked objection = revocations.objection(exchange);
        if (objection != null) {
          cut(objection);
          return LiveExchanges.Finding.REVOKED;
        }
      }
      if (StreamEnd.isStream(exchange, streaming)) {
        if (StreamEnd.passed(exchange, now)) {
          cut(new Refusal.Unauthenticated(revocations.challenge(), StreamEnd.PROBLEM));
          return LiveExchanges.Finding.EXPIRED;
        }
        Refusal withdrawn = withdrawn();
        if (withdrawn != null) {
          cut(withdrawn);
          return LiveExchanges.Finding.WITHDRAWN;
        }
      }
      tellOfLists();
      return LiveExchanges.Finding.NOTHING;
    }

    /** How the configuration in force would refuse the exchange, or null. */
    @SuppressWarnings("ReferenceEquality") // The same until a reload, as Visibility says.
    private @Nullable Refusal withdrawn() {
      Visibility inForce = visibility.inForce();
      if (inForce == judgedBy) {
        return null;
      }
      judgedBy = inForce;
      return inForce.objection(exchange);
    }

    private void cut(Refusal refusal) {
      stopUpstream();
      refuse(refusal);
    }

    /** A stream for what a server has to say learns that a list is another now. */
    private void tellOfLists() {
      if (lists == null || !streaming || detached) {
        return;
      }
      for (JsonRpcMessage message : lists.news()) {
        events++;
        bytesOut += message.bytes().length;
        client.event(ReplyEvent.of(message));
      }
    }

    // The client's hold on the reply.

    @Override
    public void pause() {
      if (detached) {
        // Nobody reads, so nobody is slow; and nobody would resume.
        return;
      }
      paused = true;
      if (reply != null) {
        reply.pause();
      }
    }

    @Override
    public void resume() {
      paused = false;
      if (reply != null) {
        reply.resume();
      }
    }

    @Override
    public void cancel() {
      if (ended) {
        return;
      }
      stopUpstream();
      end(new Outcome.Result.Abandoned(), () -> {});
    }

    @Override
    public void detach() {
      if (ended || detached) {
        return;
      }
      detached = true;
      answer = new Outcome.Result.Abandoned();
      resume();
    }

    private void fail(Throwable bug) {
      exchange.mark(logger.atError()).setCause(bug).log("exchange refused: a stage failed");
      stopUpstream();
      refuse(new Refusal.Internal());
    }

    private void stopUpstream() {
      if (reply != null) {
        reply.cancel();
      }
    }

    /**
     * @param last gives the client the end of its reply, if it is still there
     */
    private void end(Outcome.Result result, Runnable last) {
      ended = true;
      live.leave(this);
      CompletionStage<Void> kept = keep(outcome(result));
      if (detached) {
        return;
      }
      if (kept == null) {
        last.run();
        return;
      }
      kept.whenComplete((_, lost) -> loop.execute(lost == null ? last : this::withhold));
    }

    private @Nullable CompletionStage<Void> keep(Outcome outcome) {
      try {
        return outcomes.keep(outcome);
      } catch (RuntimeException bug) {
        exchange.mark(logger.atError()).setCause(bug).log("the outcome was not recorded");
        return holdsReplies ? CompletableFuture.failedFuture(bug) : null;
      }
    }

    /** The upstream may have done its work, but what the client gets has to be on record. */
    private void withhold() {
      client.refuse(new Refusal.Unavailable("Audit records cannot be written"));
    }

    private Outcome outcome(Outcome.Result result) {
      count(exchange.revisions());
      long start = exchange.arrival().nanoTime();
      Outcome outcome =
          new Outcome(
              exchange.arrival(),
              exchange,
              null,
              result,
              status,
              since(start, decidedNanos),
              since(start, firstByteNanos),
              since(start, System.nanoTime()),
              bytesIn(),
              bytesOut,
              events,
              streaming,
              revisions == null ? Map.of() : revisions,
              transcript);
      // What policy refuses has no reply, but what was asked for is of interest.
      return decidedNanos == 0 && outcome.ruling() != null
          ? outcome.with(transcripts.of(exchange))
          : outcome;
    }

    private long bytesIn() {
      JsonRpcMessage message = exchange.said();
      return message == null ? 0 : message.bytes().length;
    }

    private static Duration since(long start, long end) {
      return end == 0 ? Duration.ZERO : Duration.ofNanos(end - start);
    }
  }
}
