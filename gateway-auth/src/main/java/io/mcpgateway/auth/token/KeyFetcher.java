package io.mcpgateway.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.auth.server.Answer;
import io.mcpgateway.auth.server.Reach;
import io.mcpgateway.auth.server.ServerClient;
import java.io.IOException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches an issuer's key set from where it is configured to be, or where the metadata says.
 * Blocks; for one thread at a time.
 */
final class KeyFetcher {
  private static final Logger logger = LoggerFactory.getLogger(KeyFetcher.class);

  private static final Fetched NO_KEYS = new Fetched(KeySet.NONE, "{}".getBytes(UTF_8));

  private final IssuerSettings settings;
  private final ServerClient client;
  private final Discovery discovery;

  /**
   * @param raw the set as it arrived
   */
  record Fetched(KeySet keys, byte[] raw) {}

  KeyFetcher(IssuerSettings settings, ServerClient client, Discovery discovery) {
    this.settings = settings;
    this.client = client;
    this.discovery = discovery;
  }

  /**
   * @throws IOException if there is no usable key set within the limits; the message is fit for
   *     logs
   */
  Fetched fetch() throws IOException, InterruptedException {
    URI configured = settings.keys().jwksUri();
    if (configured != null) {
      if (settings.metadata().publish()) {
        refreshMetadata();
      }
      return fetch(configured, Reach.configured(configured));
    }
    URI location = discovery.metadata().keys();
    if (location == null) {
      // All of its tokens are such that it must be asked about them.
      return NO_KEYS;
    }
    try {
      return fetch(location, settings.server().discovered(location, settings.issuer()));
    } catch (IOException failed) {
      discovery.suspect();
      throw failed;
    }
  }

  /** For the copy that is published: the keys do not depend on it. */
  private void refreshMetadata() throws InterruptedException {
    try {
      IssuerMetadata _ = discovery.metadata();
    } catch (IOException failed) {
      logger.warn(
          "issuer {}: its metadata cannot be published: {}", settings.name(), failed.getMessage());
    }
  }

  private Fetched fetch(URI location, Reach reach) throws IOException, InterruptedException {
    try {
      Answer answer = client.get(location, reach);
      if (answer.status() != 200) {
        throw new IOException("HTTP status " + answer.status());
      }
      return new Fetched(KeySet.parse(answer.body()), answer.body());
    } catch (IOException failed) {
      throw new IOException(location + ": " + failed.getMessage(), failed);
    }
  }
}
