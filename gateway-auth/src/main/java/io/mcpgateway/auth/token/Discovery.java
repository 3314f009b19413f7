package io.mcpgateway.auth.token;

import io.mcpgateway.auth.server.Answer;
import io.mcpgateway.auth.server.Reach;
import io.mcpgateway.auth.server.ServerClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of one issuer: asked for when needed, again after an hour, and again when what it
 * named does not answer. What was good once stays in use while there is nothing better.
 * Thread-safe; {@link #metadata} blocks.
 */
final class Discovery {
  static final Duration FRESH = Duration.ofHours(1);
  static final Duration RETRY_INTERVAL = Duration.ofSeconds(5);

  private final IssuerSettings settings;
  private final ServerClient client;
  private final InstantSource clock;

  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable IssuerMetadata known;

  // Guarded by the lock.
  private Instant askAgain = Instant.EPOCH;
  private @Nullable String problem;

  Discovery(IssuerSettings settings, ServerClient client, InstantSource clock) {
    this.settings = settings;
    this.client = client;
    this.clock = clock;
  }

  /** The last good metadata, or null if there has been none. */
  @Nullable IssuerMetadata known() {
    return known;
  }

  /** What it named does not answer: it may have moved. */
  void suspect() {
    lock.lock();
    try {
      askAgain = Instant.EPOCH;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @throws IOException if there is none and has never been any
   */
  IssuerMetadata metadata() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      IssuerMetadata last = known;
      Instant now = clock.instant();
      if (now.isBefore(askAgain)) {
        if (last != null) {
          return last;
        }
        throw new IOException(problem);
      }
      try {
        IssuerMetadata found = Locations.first(locations(), this::ask);
        known = found;
        askAgain = now.plus(FRESH);
        return found;
      } catch (IOException failed) {
        askAgain = now.plus(RETRY_INTERVAL);
        problem = failed.getMessage();
        if (last != null) {
          return last;
        }
        throw failed;
      }
    } finally {
      lock.unlock();
    }
  }

  private List<URI> locations() {
    URI configured = settings.metadata().url();
    if (configured != null) {
      return List.of(configured);
    }
    List<URI> all = Locations.metadata(settings.issuer());
    // The first is where the gateway itself publishes: it would ask itself.
    return settings.metadata().publish() ? all.subList(1, all.size()) : all;
  }

  private IssuerMetadata ask(URI location, Duration time) throws IOException, InterruptedException {
    Answer answer = client.get(location, Reach.configured(location), time);
    if (answer.status() != 200) {
      throw new IOException("HTTP status " + answer.status());
    }
    IssuerMetadata metadata = IssuerMetadata.parse(answer.body(), settings.issuer());
    boolean needsKeys = settings.keys().jwksUri() == null && settings.introspection() == null;
    if (metadata.keys() == null && needsKeys) {
      throw new IOException("the metadata has no jwks_uri");
    }
    return metadata;
  }
}
