package io.mcpgateway.auth.token;

import java.time.InstantSource;

/**
 * An issuer with its keys. Lives as long as its settings stay the same, over reloads; a new one is
 * made for new settings, so that nothing verified under the old ones counts any more. Thread-safe.
 */
public final class TrustedIssuer implements AutoCloseable {
  private final IssuerSettings settings;
  private final IssuerKeys keys;

  /** Fetches nothing until the first token or {@link #prefetch}. */
  public TrustedIssuer(IssuerSettings settings, InstantSource clock) {
    this.settings = settings;
    this.keys = new IssuerKeys(settings, clock);
  }

  public IssuerSettings settings() {
    return settings;
  }

  /** Begins to fetch the keys, so that the first token need not wait for them. */
  public void prefetch() {
    keys.prefetch();
  }

  public KeyStatus status() {
    return keys.status();
  }

  IssuerKeys keys() {
    return keys;
  }

  /** Ends what is being fetched; the issuer's tokens are no longer verified. */
  @Override
  public void close() {
    keys.close();
  }

  @Override
  public String toString() {
    return "TrustedIssuer[" + settings.name() + "]";
  }
}
