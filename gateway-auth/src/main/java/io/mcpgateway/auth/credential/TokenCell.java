package io.mcpgateway.auth.credential;

import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One token and when to ask for the next. Thread-safe, never blocks.
 *
 * <ul>
 *   <li>However many ask at once, one request is under way.
 *   <li>A token that has lived for most of its life is replaced in the background, while it is
 *       used.
 *   <li>After a failure nobody asks for a while; a token that still holds is used until it ends.
 *   <li>A token that an upstream refuses is dropped, but not if it is new: then the next one would
 *       be refused as well, and the authorization server would get a request for every request.
 * </ul>
 */
final class TokenCell {
  /** How long a temporary failure is believed. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** How long a refusal by the authorization server is believed. */
  static final Duration LONG_PAUSE = Duration.ofSeconds(10);

  /** How old a token must be for its refusal to be news. */
  static final Duration NEW = Duration.ofSeconds(5);

  private static final Logger logger = LoggerFactory.getLogger(TokenCell.class);

  /** How long before its end a token is used no more: clocks differ and requests take time. */
  private static final Duration MAX_MARGIN = Duration.ofSeconds(10);

  private static final double REFRESH_AT = 0.8;
  private static final double JITTER = 0.1;

  /** Asks for a token; blocks. */
  @FunctionalInterface
  interface Request {
    TokenAnswer send() throws InterruptedException;
  }

  private final String upstream;
  private final InstantSource clock;
  private final ProblemLog problems;
  private volatile @Nullable Held held;

  // Guarded by this.
  private @Nullable CompletableFuture<Obtained> underWay;
  private CompletableFuture<Obtained> failure = new CompletableFuture<>();
  private Instant pauseUntil = Instant.EPOCH;

  /**
   * A token in use.
   *
   * @param refreshAt when it is time to ask for the next
   * @param until when it must not be used any more
   */
  private record Held(
      CompletableFuture<Obtained> ready, Instant since, Instant refreshAt, Instant until) {}

  TokenCell(String upstream, InstantSource clock, ProblemLog problems) {
    this.upstream = upstream;
    this.clock = clock;
    this.problems = problems;
  }

  /** The token, now or as soon as it is there. The future never fails. */
  CompletableFuture<Obtained> obtain(Request request) {
    Held known = held;
    Instant now = clock.instant();
    return known != null && now.isBefore(known.refreshAt) ? known.ready : ask(request, now);
  }

  /** Whether there is a token that can be used. */
  boolean isFull() {
    Held known = held;
    return known != null && clock.instant().isBefore(known.until);
  }

  private synchronized CompletableFuture<Obtained> ask(Request request, Instant now) {
    Held known = held;
    boolean pauses = now.isBefore(pauseUntil);
    boolean fresh = known != null && now.isBefore(known.refreshAt);
    if (underWay == null && !pauses && !fresh) {
      CompletableFuture<Obtained> begun = new CompletableFuture<>();
      underWay = begun;
      Thread.ofVirtual().name("credential-" + upstream).start(() -> attempt(request, begun));
    }
    if (known != null && now.isBefore(known.until)) {
      return known.ready;
    }
    return underWay == null ? failure : underWay;
  }

  private void attempt(Request request, CompletableFuture<Obtained> done) {
    TokenAnswer answer = new TokenAnswer.None(false, "a defect");
    try {
      answer = request.send();
    } catch (InterruptedException interrupted) {
      answer = new TokenAnswer.None(true, "interrupted");
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      logger.error("upstream {}: asking for a token failed unexpectedly", upstream, bug);
    } finally {
      done.complete(settle(answer));
    }
  }

  private synchronized Obtained settle(TokenAnswer answer) {
    underWay = null;
    return switch (answer) {
      case TokenAnswer.Issued issued -> hold(issued);
      case TokenAnswer.None(boolean temporary, String problem) -> {
        problems.note(problem);
        Obtained failed =
            new Obtained.Failed(new Refusal.CredentialFailed(upstream, temporary, problem));
        failure = CompletableFuture.completedFuture(failed);
        pauseUntil = clock.instant().plus(temporary ? PAUSE : LONG_PAUSE);
        yield failed;
      }
    };
  }

  private Obtained hold(TokenAnswer.Issued issued) {
    Duration tenth = issued.life().dividedBy(10);
    Duration margin = tenth.compareTo(MAX_MARGIN) < 0 ? tenth : MAX_MARGIN;
    double part = REFRESH_AT - ThreadLocalRandom.current().nextDouble(JITTER);
    Duration refresh = Duration.ofMillis((long) (issued.life().toMillis() * part));
    CompletableFuture<Obtained> ready = new CompletableFuture<>();
    Held next =
        new Held(
            ready,
            issued.since(),
            issued.since().plus(refresh),
            issued.since().plus(issued.life()).minus(margin));
    Obtained obtained =
        new Obtained.Ready(
            new Credential(
                Map.of("authorization", "Bearer " + issued.token()), () -> refused(next)));
    ready.complete(obtained);
    held = next;
    pauseUntil = Instant.EPOCH;
    return obtained;
  }

  @SuppressWarnings("ReferenceEquality") // An equal one that came later is another one.
  private synchronized void refused(Held token) {
    if (held == token && !clock.instant().isBefore(token.since.plus(NEW))) {
      held = null;
    }
  }
}
