package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches an issuer's keys, and its metadata where that says where they are (RFC 8414, OpenID
 * Connect Discovery). No redirects, a cap on size and one on time. Blocks; for one thread at a
 * time.
 */
final class KeyFetcher implements AutoCloseable {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(5);
  private static final int SIZE_LIMIT = 256 * 1024;

  private final IssuerSettings settings;
  private final HttpClient client;

  /** Where the metadata said the keys are, until a fetch from there fails. */
  private @Nullable URI discovered;

  KeyFetcher(IssuerSettings settings) {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TIME_LIMIT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /**
   * @throws IOException if there is no usable key set within the limits
   */
  KeySet fetch() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TIME_LIMIT.toNanos();
    URI location = discovered == null ? settings.keys().jwksUri() : discovered;
    if (location == null) {
      location = discover(deadline);
    }
    // Unset until the fetch has succeeded, so that after a failure the metadata is asked again.
    discovered = null;
    KeySet keys = KeySet.parse(get(location, deadline));
    discovered = location;
    return keys;
  }

  private URI discover(long deadline) throws IOException, InterruptedException {
    IOException first = null;
    for (URI location : Locations.metadata(settings.issuer())) {
      try {
        return keysNamedBy(StrictJson.object(get(location, deadline)));
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

  private byte[] get(URI location, long deadline) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(location).header("accept", "application/json").build();
    CompletableFuture<HttpResponse<byte[]>> response =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), SIZE_LIMIT));
    try {
      HttpResponse<byte[]> arrived =
          response.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (arrived.statusCode() != 200) {
        throw new IOException("HTTP status " + arrived.statusCode());
      }
      return arrived.body();
    } catch (ExecutionException failed) {
      throw new IOException(String.valueOf(failed.getCause()), failed.getCause());
    } catch (TimeoutException slow) {
      throw new IOException("not fetched within " + TIME_LIMIT.toSeconds() + " s", slow);
    } finally {
      // Ends the connection if it was given up; does nothing to a response that has arrived.
      response.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
