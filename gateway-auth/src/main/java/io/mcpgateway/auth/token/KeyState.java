package io.mcpgateway.auth.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the attempts to fetch an issuer's keys have led to so far. Immutable.
 *
 * @param keys the last good ones, or null
 * @param fetched when they were fetched, perhaps by the process before
 * @param attempted when the last attempt ended
 * @param failuresInRow attempts that failed since the last success
 * @param problem what the last attempt failed of, or null if it succeeded
 */
record KeyState(
    @Nullable KeySet keys,
    Instant fetched,
    Instant attempted,
    long fetches,
    long failures,
    int failuresInRow,
    @Nullable String problem) {

  static final KeyState INITIAL = new KeyState(null, Instant.EPOCH, Instant.EPOCH, 0, 0, 0, null);

  KeyState succeeded(KeySet found, Instant now) {
    return new KeyState(found, now, now, fetches + 1, failures, 0, null);
  }

  KeyState failed(String reason, Instant now) {
    return new KeyState(keys, fetched, now, fetches + 1, failures + 1, failuresInRow + 1, reason);
  }

  KeyState restored(KeySet saved, Instant when) {
    return new KeyState(saved, when, attempted, fetches, failures, failuresInRow, problem);
  }

  boolean failing() {
    return failuresInRow > 0;
  }

  @Nullable KeySet usable(Instant now, Duration outageWindow) {
    return now.isBefore(fetched.plus(outageWindow)) ? keys : null;
  }

  KeyStatus status(Instant now, Duration outageWindow) {
    KeySet usable = usable(now, outageWindow);
    return new KeyStatus(
        usable == null ? 0 : usable.size(),
        keys == null ? null : fetched,
        fetches,
        failures,
        failuresInRow,
        problem);
  }
}
