package io.mcpgateway.auth.token;

import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One issuer's place in the {@link KeyMemory}. Blocks; for virtual threads. */
final class SavedKeys {
  private static final Logger logger = LoggerFactory.getLogger(SavedKeys.class);

  private final String issuer;
  private final String source;
  private final KeyMemory memory;

  SavedKeys(IssuerSettings settings, KeyMemory memory) {
    this.issuer = settings.name();
    // Keys from elsewhere are not the issuer's any more once the operator says where they are.
    this.source =
        settings.keys().jwksUri() == null
            ? settings.issuer()
            : settings.issuer() + " " + settings.keys().jwksUri();
    this.memory = memory;
  }

  void save(byte[] jwks, Instant fetched) {
    memory.save(source, new KeyMemory.Remembered(jwks, fetched));
  }

  /** {@code state} with the keys that were saved, if they are good. */
  KeyState restore(KeyState state, Instant now) {
    KeyMemory.Remembered remembered = memory.load(source);
    if (remembered == null) {
      return state;
    }
    if (remembered.fetched().isAfter(now)) {
      // They would outlive the outage window.
      logger.warn("issuer {}: saved keys are not used: they are from the future", issuer);
      return state;
    }
    try {
      return state.restored(KeySet.parse(remembered.jwks()), remembered.fetched());
    } catch (IOException unusable) {
      logger.warn("issuer {}: saved keys are not used: {}", issuer, unusable.getMessage());
      return state;
    }
  }
}
