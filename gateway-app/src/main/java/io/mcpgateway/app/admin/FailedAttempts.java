package io.mcpgateway.app.admin;

import io.mcpgateway.app.audit.AuditEvent;
import io.mcpgateway.app.audit.AuditSink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts those who were not let in, slows down those who guess, and tells of them: at once of the
 * first, then every {@link #TELL_EVERY} of how many there were. Thread-safe.
 *
 * <p>A good credential is never slowed or locked out, whoever else guesses from the same address:
 * it may be needed just then.
 */
public final class FailedAttempts {
  static final Duration PAUSE = Duration.ofSeconds(1);
  static final Duration TELL_EVERY = Duration.ofSeconds(10);

  private static final Logger logger = LoggerFactory.getLogger(FailedAttempts.class);
  private static final int PAUSED_AT_ONCE = 64;

  private final AuditSink audit;
  private final InstantSource clock;
  private final Duration pause;
  private final Semaphore pauses = new Semaphore(PAUSED_AT_ONCE);
  private final LongAdder all = new LongAdder();

  // Guarded by this.
  private long untold;
  private long toldMillis = Long.MIN_VALUE / 2;

  public FailedAttempts(AuditSink audit, InstantSource clock) {
    this(audit, clock, PAUSE);
  }

  /**
   * @param pause how long who showed a wrong credential waits for the answer
   */
  FailedAttempts(AuditSink audit, InstantSource clock, Duration pause) {
    this.audit = audit;
    this.clock = clock;
    this.pause = pause;
  }

  /** How many there were since the start. */
  public long count() {
    return all.sum();
  }

  /** Notes that {@code caller} got {@code answer} instead of what was asked for. */
  void refused(Caller caller, String method, String path, String peer, int status) {
    all.increment();
    if (caller instanceof Caller.Known(String name, _)) {
      logger.warn("admin: {} {} refused with {}: {} may not", method, path, status, name);
      record(name, method, path, peer, 1);
      return;
    }
    long attempts = due();
    if (attempts > 0) {
      logger.warn(
          "admin: {} {} from {} refused with {}; {} such requests since this was last said",
          method,
          path,
          peer,
          status,
          attempts);
      record("unknown", method, path, peer, attempts);
    }
  }

  /**
   * Waits, so that guessing takes time.
   *
   * @return whether there was room to wait; if not, too many guess at once
   */
  boolean pause() {
    if (!pauses.tryAcquire()) {
      return false;
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      pauses.release();
    }
    return true;
  }

  /** How many to tell of now; 0 if it is too early. */
  private synchronized long due() {
    untold++;
    long now = clock.millis();
    if (now - toldMillis < TELL_EVERY.toMillis()) {
      return 0;
    }
    toldMillis = now;
    long attempts = untold;
    untold = 0;
    return attempts;
  }

  private void record(String by, String method, String path, String peer, long attempts) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("method", method);
    details.put("path", path);
    details.put("attempts", Long.toString(attempts));
    // Refused either way: nothing waits for the record.
    CompletionStage<Void> _ =
        audit.note(new AuditEvent(clock.instant(), "admin-refused", by, peer, details, Map.of()));
  }
}
