package io.mcpgateway.auth.token;

import io.mcpgateway.auth.server.ServerClient;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An issuer with its keys. Lives as long as its settings stay the same, over reloads; a new one is
 * made for new settings, so that nothing verified under the old ones counts any more. Thread-safe.
 */
public final class TrustedIssuer implements AutoCloseable {
  private final IssuerSettings settings;
  private final ServerClient client;
  private final Discovery discovery;
  private final IssuerKeys keys;
  private final KeyKeeper keeper;
  private final @Nullable Introspector introspector;
  private final AtomicBoolean kept = new AtomicBoolean();

  /** Fetches nothing until the first token or {@link #prefetch}, and remembers nothing. */
  public TrustedIssuer(IssuerSettings settings, InstantSource clock) {
    this(settings, clock, KeyMemory.NONE);
  }

  /** Fetches nothing until the first token or {@link #prefetch}. */
  public TrustedIssuer(IssuerSettings settings, InstantSource clock, KeyMemory memory) {
    this(settings, clock, memory, Thread::sleep);
  }

  TrustedIssuer(
      IssuerSettings settings, InstantSource clock, KeyMemory memory, KeyKeeper.Pauses pauses) {
    this.settings = settings;
    this.client = new ServerClient(settings.server().ca());
    this.discovery = new Discovery(settings, client, clock);
    this.keys =
        new IssuerKeys(settings, clock, new KeyFetcher(settings, client, discovery), memory);
    this.keeper = new KeyKeeper(settings.name(), keys, pauses);
    IntrospectionSettings introspection = settings.introspection();
    this.introspector =
        introspection == null
            ? null
            : new Introspector(settings, introspection, client, discovery, clock);
  }

  public IssuerSettings settings() {
    return settings;
  }

  /**
   * Begins to fetch the keys, so that the first token need not wait for them, and keeps them fresh
   * from then on.
   */
  public void prefetch() {
    if (kept.compareAndSet(false, true)) {
      keeper.start();
    }
  }

  public KeyStatus status() {
    return keys.status();
  }

  /** Whether its tokens can be verified now: by keys, or by asking it. */
  public boolean ready() {
    KeyStatus status = status();
    return status.keys() > 0
        || (introspector != null && status.fetchedAt() != null && status.problem() == null);
  }

  /** The issuer's metadata as it arrived, or null while there is none that is good. */
  public byte @Nullable [] metadata() {
    IssuerMetadata known = discovery.known();
    return known == null ? null : known.document();
  }

  /** How asking it about tokens is doing, or null if it is not asked. */
  public @Nullable IntrospectionStatus introspection() {
    return introspector == null ? null : introspector.status();
  }

  /** Where it is asked about tokens, as far as that is known. */
  String introspectedAt() {
    IntrospectionSettings introspection = settings.introspection();
    URI configured = introspection == null ? null : introspection.url();
    IssuerMetadata known = discovery.known();
    URI endpoint = configured != null || known == null ? configured : known.introspection();
    return endpoint == null ? "the introspection_endpoint of its metadata" : endpoint.toString();
  }

  @Nullable Introspector introspector() {
    return introspector;
  }

  /** The same, for JWTs that have been verified already. */
  @Nullable Introspector introspectorOfJwts() {
    IntrospectionSettings introspection = settings.introspection();
    return introspection != null && introspection.jwt() ? introspector : null;
  }

  IssuerKeys keys() {
    return keys;
  }

  /** Ends what is being fetched; the issuer's tokens are no longer verified. */
  @Override
  public void close() {
    keeper.close();
    keys.close();
    client.close();
  }

  @Override
  public String toString() {
    return "TrustedIssuer[" + settings.name() + "]";
  }
}
