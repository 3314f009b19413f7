package io.mcpgateway.auth.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the last good key sets are kept, so that a restart during an issuer's outage does not turn
 * its callers away. Called on virtual threads; may block. Key sets are public: what is kept here is
 * no secret, but whoever can write it decides which signatures hold.
 */
public interface KeyMemory {
  /** Keeps nothing. */
  KeyMemory NONE =
      new KeyMemory() {
        @Override
        public @Nullable Remembered load(String source) {
          return null;
        }

        @Override
        public void save(String source, Remembered keys) {}
      };

  /**
   * A key set as it arrived.
   *
   * @param fetched when; the outage window counts from here
   */
  record Remembered(byte[] jwks, Instant fetched) {}

  /**
   * What was saved last, or null if there is nothing or it cannot be read.
   *
   * @param source the issuer, and where its keys were configured to be
   */
  @Nullable Remembered load(String source);

  /** Replaces what was saved. Never throws: a failure is for its own log and metric. */
  void save(String source, Remembered keys);
}
