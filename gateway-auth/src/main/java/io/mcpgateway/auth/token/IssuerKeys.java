package io.mcpgateway.auth.token;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one issuer, and when to fetch them again. Thread-safe, never blocks.
 *
 * <ul>
 *   <li>Keys older than {@link #FRESH} are fetched again in the background while they are used; a
 *       {@link KeyKeeper} does the same while they are not.
 *   <li>Keys older than {@link #STALE} although the issuer is well mean that nobody came for a
 *       while: the first token waits for new ones.
 *   <li>A {@code kid} that is not there makes a fetch at once, but only one per {@link
 *       #DEMAND_INTERVAL}, whatever clients send. Regular fetches do not count, so that a rotation
 *       right after one is noticed.
 *   <li>While the issuer cannot be reached, the keys stay in use for its outage window. Those of
 *       the process before, if it kept any, are used in the same case and for the same time.
 * </ul>
 */
final class IssuerKeys implements AutoCloseable {
  static final Duration FRESH = Duration.ofMinutes(5);
  static final Duration STALE = Duration.ofMinutes(10);
  static final Duration DEMAND_INTERVAL = Duration.ofSeconds(30);
  static final Duration RETRY_INTERVAL = Duration.ofSeconds(5);

  private final IssuerSettings settings;
  private final InstantSource clock;
  private final KeyFetcher fetcher;
  private final SavedKeys saved;
  private final KeyLog log;

  private volatile KeyState state = KeyState.INITIAL;

  private volatile boolean closed;

  // Guarded by this.
  private @Nullable CompletableFuture<Void> fetching;
  private Instant demanded = Instant.EPOCH;

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

  IssuerKeys(IssuerSettings settings, InstantSource clock, KeyFetcher fetcher, KeyMemory memory) {
    this.settings = settings;
    this.clock = clock;
    this.fetcher = fetcher;
    this.saved = new SavedKeys(settings, memory);
    this.log = new KeyLog(settings);
  }

  /**
   * @param kid null if the token names no key
   * @throws InvalidTokenException if the keys are known and cannot suit
   */
  Lookup find(@Nullable String kid, String alg) throws InvalidTokenException {
    Instant now = clock.instant();
    KeyState known = state;
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
    KeyState known = state;
    boolean mayRetry =
        !closed && (!known.failing() || !now.isBefore(known.attempted().plus(RETRY_INTERVAL)));
    KeySet keys = known.usable(now, settings.keys().outageWindow());
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

  /** Fetches unless the keys are fresh; completes when that is over, whatever came of it. */
  synchronized CompletionStage<Void> refresh() {
    KeyState known = state;
    boolean fresh =
        !known.failing()
            && known.keys() != null
            && clock.instant().isBefore(known.fetched().plus(FRESH));
    return closed || fresh ? CompletableFuture.completedFuture(null) : fetch();
  }

  KeyStatus status() {
    return state.status(clock.instant(), settings.keys().outageWindow());
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
    KeyState before = state;
    KeyState after = before;
    KeyFetcher.Fetched fetched = null;
    try {
      fetched = fetcher.fetch();
      after = before.succeeded(fetched.keys(), clock.instant());
      log.succeeded(before);
    } catch (IOException problem) {
      after = failed(before, String.valueOf(problem.getMessage()));
    } catch (InterruptedException interrupted) {
      after = failed(before, "interrupted");
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      log.defect(bug);
      after = failed(before, bug.getClass().getSimpleName());
    } finally {
      synchronized (this) {
        state = after;
        fetching = null;
      }
      done.complete(null);
    }
    if (fetched != null) {
      saved.save(fetched.raw(), after.fetched());
    }
  }

  private KeyState failed(KeyState before, String problem) {
    Instant now = clock.instant();
    KeyState known = before.keys() == null ? saved.restore(before, now) : before;
    KeyState after = known.failed(problem, now);
    if (!closed) {
      log.failed(before, after, now);
    }
    return after;
  }

  @Override
  public void close() {
    closed = true;
  }
}
