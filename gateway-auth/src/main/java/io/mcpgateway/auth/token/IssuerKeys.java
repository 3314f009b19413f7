package io.mcpgateway.auth.token;

import io.mcpgateway.auth.server.ServerClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer, and when to fetch them again. Thread-safe, never blocks.
 *
 * <ul>
 *   <li>Keys older than {@link #FRESH} are fetched again in the background while they are used.
 *   <li>Keys older than {@link #STALE} although the issuer is well mean that nobody came for a
 *       while: the first token waits for new ones.
 *   <li>A {@code kid} that is not there makes a fetch at once, but only one per {@link
 *       #DEMAND_INTERVAL}, whatever clients send. Regular fetches do not count, so that a rotation
 *       right after one is noticed.
 *   <li>While the issuer cannot be reached, the keys stay in use for its outage window.
 * </ul>
 */
final class IssuerKeys implements AutoCloseable {
  static final Duration FRESH = Duration.ofMinutes(5);
  static final Duration STALE = Duration.ofMinutes(10);
  static final Duration DEMAND_INTERVAL = Duration.ofSeconds(30);
  static final Duration RETRY_INTERVAL = Duration.ofSeconds(5);

  private static final Logger logger = LoggerFactory.getLogger(IssuerKeys.class);

  private final IssuerSettings settings;
  private final InstantSource clock;
  private final ServerClient client;
  private final KeyFetcher fetcher;

  private volatile State state = State.INITIAL;

  private volatile boolean closed;

  // Guarded by this.
  private @Nullable CompletableFuture<Void> fetching;
  private Instant demanded = Instant.EPOCH;

  /**
   * What the attempts so far have led to.
   *
   * @param attempted when the last attempt ended
   */
  private record State(
      @Nullable KeySet keys, Instant fetched, Instant attempted, KeyStatus status) {
    static final State INITIAL =
        new State(null, Instant.EPOCH, Instant.EPOCH, new KeyStatus(0, null, 0, 0, 0, null));

    State succeeded(KeySet found, Instant now) {
      return new State(
          found,
          now,
          now,
          new KeyStatus(found.size(), now, status.fetches() + 1, status.failures(), 0, null));
    }

    State failed(String problem, Instant now) {
      return new State(
          keys,
          fetched,
          now,
          new KeyStatus(
              status.keys(),
              status.fetchedAt(),
              status.fetches() + 1,
              status.failures() + 1,
              status.failuresInRow() + 1,
              problem));
    }

    boolean failing() {
      return status.failuresInRow() > 0;
    }
  }

  /** What is known of a key. */
  sealed interface Lookup {
    record Found(Signatures.Check check) implements Lookup {}

    /** The issuer has no such key, or had none a moment ago. */
    record Unknown() implements Lookup {}

    /** The issuer's keys are not known and it cannot be asked at the moment. */
    record Unavailable() implements Lookup {}

    /** To be asked again after {@code fetched}, which completes whether or not a fetch succeeds. */
    record Later(CompletionStage<Void> fetched) implements Lookup {}
  }

  IssuerKeys(IssuerSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.client = new ServerClient(settings.server().ca());
    this.fetcher = new KeyFetcher(settings, client);
  }

  /**
   * @param kid null if the token names no key
   * @throws InvalidTokenException if the keys are known and cannot suit
   */
  Lookup find(@Nullable String kid, String alg) throws InvalidTokenException {
    Instant now = clock.instant();
    State known = state;
    if (known.keys() != null && now.isBefore(known.fetched().plus(FRESH))) {
      Signatures.Check check = known.keys().find(kid, alg);
      if (check != null) {
        return new Lookup.Found(check);
      }
    }
    return findOrFetch(kid, alg, now);
  }

  private synchronized Lookup findOrFetch(@Nullable String kid, String alg, Instant now)
      throws InvalidTokenException {
    State known = state;
    boolean mayRetry =
        !closed && (!known.failing() || !now.isBefore(known.attempted().plus(RETRY_INTERVAL)));
    KeySet keys = usable(known, now);
    if (keys == null) {
      return fetching != null || mayRetry ? new Lookup.Later(fetch()) : new Lookup.Unavailable();
    }
    if (mayRetry && !now.isBefore(known.fetched().plus(FRESH))) {
      CompletableFuture<Void> refreshed = fetch();
      if (!known.failing() && !now.isBefore(known.fetched().plus(STALE))) {
        return new Lookup.Later(refreshed);
      }
    }
    Signatures.Check check = keys.find(kid, alg);
    if (check != null) {
      return new Lookup.Found(check);
    }
    if (fetching != null) {
      return new Lookup.Later(fetching);
    }
    if (!closed && !now.isBefore(demanded.plus(DEMAND_INTERVAL))) {
      demanded = now;
      return new Lookup.Later(fetch());
    }
    return known.failing() ? new Lookup.Unavailable() : new Lookup.Unknown();
  }

  private @Nullable KeySet usable(State known, Instant now) {
    return now.isBefore(known.fetched().plus(settings.keys().outageWindow())) ? known.keys() : null;
  }

  synchronized void prefetch() {
    if (!closed) {
      CompletableFuture<Void> _ = fetch();
    }
  }

  KeyStatus status() {
    return state.status();
  }

  /** Joins the fetch under way, or begins one. Called with the lock held. */
  private CompletableFuture<Void> fetch() {
    CompletableFuture<Void> underWay = fetching;
    if (underWay != null) {
      return underWay;
    }
    CompletableFuture<Void> begun = new CompletableFuture<>();
    fetching = begun;
    Thread.ofVirtual().name("keys-" + settings.name()).start(() -> attempt(begun));
    return begun;
  }

  private void attempt(CompletableFuture<Void> done) {
    State before = state;
    State after = before;
    try {
      after = before.succeeded(fetcher.fetch(), clock.instant());
      if (before.failing()) {
        logger.info("issuer {}: keys fetched again", settings.name());
      }
    } catch (IOException problem) {
      after = failed(before, String.valueOf(problem.getMessage()));
    } catch (InterruptedException interrupted) {
      after = failed(before, "interrupted");
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      logger.error("issuer {}: fetching keys failed unexpectedly", settings.name(), bug);
      after = failed(before, bug.getClass().getSimpleName());
    } finally {
      synchronized (this) {
        state = after;
        fetching = null;
      }
      done.complete(null);
    }
  }

  private State failed(State before, String problem) {
    if (!before.failing() && !closed) {
      logger.warn("issuer {}: keys cannot be fetched: {}", settings.name(), problem);
    }
    return before.failed(problem, clock.instant());
  }

  @Override
  public void close() {
    closed = true;
    client.close();
  }
}
