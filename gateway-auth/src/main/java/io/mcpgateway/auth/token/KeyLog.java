package io.mcpgateway.auth.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what an operator should know of an issuer's keys: each change once, not each attempt. */
final class KeyLog {
  private static final Logger logger = LoggerFactory.getLogger(KeyLog.class);

  private final IssuerSettings settings;

  KeyLog(IssuerSettings settings) {
    this.settings = settings;
  }

  void succeeded(KeyState before) {
    if (before.failing()) {
      logger.info(
          "issuer {}: keys fetched again after {} failed attempts; its tokens are verified",
          settings.name(),
          before.failuresInRow());
    }
  }

  void failed(KeyState before, KeyState after, Instant now) {
    Duration window = settings.keys().outageWindow();
    boolean served = before.usable(before.attempted(), window) != null;
    boolean serves = after.usable(now, window) != null;
    if (before.failing() && served == serves && Objects.equals(before.problem(), after.problem())) {
      return;
    }
    if (serves) {
      logger.warn(
          "issuer {}: keys cannot be fetched: {}. Those of {} serve until {}; it is tried again by"
              + " itself",
          settings.name(),
          after.problem(),
          after.fetched(),
          after.fetched().plus(window));
    } else {
      logger.error(
          "issuer {}: keys cannot be fetched: {}. Its tokens are refused with 503 until they can; it"
              + " is tried again by itself. Check that {} can be reached from here",
          settings.name(),
          after.problem(),
          Objects.requireNonNullElse(settings.keys().jwksUri(), settings.issuer()));
    }
  }

  void defect(RuntimeException bug) {
    logger.error("issuer {}: fetching keys failed unexpectedly", settings.name(), bug);
  }
}
