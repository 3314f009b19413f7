package io.mcpgateway.app.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mcpgateway.app.state.StateDirectory;
import io.mcpgateway.auth.signing.DetachedKey;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the key that signs checkpoints, or makes one. */
final class CheckpointKeys {
  private static final Logger logger = LoggerFactory.getLogger(CheckpointKeys.class);

  /** Both in the state directory. */
  static final String PRIVATE = "audit-key.pem";

  static final String PUBLIC = "audit-key.pub.pem";

  private CheckpointKeys() {}

  /**
   * @param configured the key of the configuration, or null for one of the gateway's own
   */
  static DetachedKey of(@Nullable DetachedKey configured, StateDirectory state) throws IOException {
    if (configured != null) {
      return configured;
    }
    byte[] kept = state.read(PRIVATE);
    if (kept != null) {
      try {
        return DetachedKey.parse(new String(kept, US_ASCII));
      } catch (IllegalArgumentException damaged) {
        throw new IOException(state.file(PRIVATE) + ": " + damaged.getMessage(), damaged);
      }
    }
    DetachedKey made = DetachedKey.generate();
    state.write(PRIVATE, made.privatePem().getBytes(US_ASCII));
    state.write(PUBLIC, made.publicPem().getBytes(US_ASCII));
    logger.info(
        "audit: made a key for checkpoints; keep a copy of {} elsewhere to verify the trail with",
        state.file(PUBLIC));
    return made;
  }
}
