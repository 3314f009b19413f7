package io.mcpgateway.auth.credential;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says why an upstream's tokens cannot be had, and says it once: a server that is down fails every
 * caller. Thread-safe.
 */
final class ProblemLog {
  private static final Logger logger = LoggerFactory.getLogger(ProblemLog.class);
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private final String upstream;
  private final InstantSource clock;

  // Guarded by this.
  private String last = "";
  private Instant said = Instant.EPOCH;

  ProblemLog(String upstream, InstantSource clock) {
    this.upstream = upstream;
    this.clock = clock;
  }

  synchronized void note(String problem) {
    Instant now = clock.instant();
    if (!problem.equals(last) || !now.isBefore(said.plus(INTERVAL))) {
      last = problem;
      said = now;
      logger.warn("upstream {}: no token: {}", upstream, problem);
    }
  }
}
