package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.auth.server.Answer;
import io.mcpgateway.auth.server.Reach;
import io.mcpgateway.auth.server.ServerClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Fetches an issuer's keys, and its metadata where that says where they are (RFC 8414, OpenID
 * Connect Discovery). One limit on time for all of it. Blocks; for one thread at a time.
 */
final class KeyFetcher {
  private final IssuerSettings settings;
  private final ServerClient client;

  /** Where the metadata said the keys are, until a fetch from there fails. */
  private @Nullable URI discovered;

  KeyFetcher(IssuerSettings settings, ServerClient client) {
    this.settings = settings;
    this.client = client;
  }

  /**
   * @throws IOException if there is no usable key set within the limits
   */
  KeySet fetch() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + ServerClient.TIME_LIMIT.toNanos();
    URI configured = settings.keys().jwksUri();
    if (configured != null) {
      return KeySet.parse(get(configured, Reach.configured(configured), deadline));
    }
    URI location = discovered == null ? discover(deadline) : discovered;
    // Unset until the fetch has succeeded, so that after a failure the metadata is asked again.
    discovered = null;
    Reach reach = settings.server().discovered(location, settings.issuer());
    KeySet keys = KeySet.parse(get(location, reach, deadline));
    discovered = location;
    return keys;
  }

  private URI discover(long deadline) throws IOException, InterruptedException {
    IOException first = null;
    for (URI location : Locations.metadata(settings.issuer())) {
      try {
        byte[] metadata = get(location, Reach.configured(location), deadline);
        return keysNamedBy(StrictJson.object(metadata));
      } catch (IOException problem) {
        if (first == null) {
          first = new IOException(location + ": " + problem.getMessage());
        } else {
          first.addSuppressed(problem);
        }
      }
    }
    throw first == null ? new IOException("no metadata") : first;
  }

  private URI keysNamedBy(JsonNode metadata) throws IOException {
    if (!settings.issuer().equals(metadata.path("issuer").textValue())) {
      throw new IOException("the metadata is that of another issuer");
    }
    String text = metadata.path("jwks_uri").textValue();
    URI location = text == null ? null : Locations.parse(text);
    if (location == null || !Locations.mayFetch(location, settings.issuer())) {
      throw new IOException("the metadata has no jwks_uri that may be fetched");
    }
    return location;
  }

  private byte[] get(URI location, Reach reach, long deadline)
      throws IOException, InterruptedException {
    Answer answer = client.get(location, reach, Duration.ofNanos(deadline - System.nanoTime()));
    if (answer.status() != 200) {
      throw new IOException("HTTP status " + answer.status());
    }
    return answer.body();
  }
}
