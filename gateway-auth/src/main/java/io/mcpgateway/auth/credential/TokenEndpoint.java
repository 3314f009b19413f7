package io.mcpgateway.auth.credential;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.auth.server.Answer;
import io.mcpgateway.auth.server.ClientAuthentication;
import io.mcpgateway.auth.server.Reach;
import io.mcpgateway.auth.server.ServerClient;
import io.mcpgateway.auth.token.Locations;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Asks one authorization server for tokens. Thread-safe; blocks, for virtual threads.
 *
 * <p>At most {@link #MAX_REQUESTS} at once. While the server cannot be reached, only one request in
 * a second finds out, whoever wants what.
 */
final class TokenEndpoint implements AutoCloseable {
  static final int MAX_REQUESTS = 64;

  private static final Duration PAUSE = TokenCell.PAUSE;

  private final AuthorizationServer server;
  private final InstantSource clock;
  private final ServerClient client;
  private final Semaphore permits = new Semaphore(MAX_REQUESTS);
  private final LongAdder requests = new LongAdder();
  private final LongAdder failures = new LongAdder();

  /** Where the metadata said the endpoint is, until it cannot be used there. */
  private volatile @Nullable URI discovered;

  private volatile @Nullable Unreachable unreachable;

  private record Unreachable(Instant until, String problem) {}

  TokenEndpoint(AuthorizationServer server, InstantSource clock) {
    this.server = server;
    this.clock = clock;
    this.client = new ServerClient(server.access().ca());
  }

  long requests() {
    return requests.sum();
  }

  long failures() {
    return failures.sum();
  }

  /**
   * @param grant the members of the form, besides the client's own
   */
  TokenAnswer request(Map<String, String> grant) throws InterruptedException {
    if (!permits.tryAcquire(ServerClient.TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      return new TokenAnswer.None(true, "too many token requests under way");
    }
    TokenAnswer answer;
    try {
      answer = send(grant);
    } finally {
      permits.release();
    }
    if (answer instanceof TokenAnswer.None) {
      failures.increment();
    }
    return answer;
  }

  private TokenAnswer send(Map<String, String> grant) throws InterruptedException {
    Instant now = clock.instant();
    Unreachable last = unreachable;
    if (last != null && now.isBefore(last.until)) {
      return new TokenAnswer.None(true, last.problem);
    }
    requests.increment();
    try {
      URI location = location();
      String audience = server.issuer() == null ? location.toString() : server.issuer();
      ClientAuthentication.Fields proof = server.client().fields(audience, now);
      Map<String, String> form = new LinkedHashMap<>(grant);
      form.putAll(proof.form());
      Answer answer = client.post(location, reach(location), proof.headers(), form);
      unreachable = null;
      TokenAnswer read = TokenAnswers.read(answer, now);
      if (answer.status() == 404 || answer.status() == 405) {
        discovered = null;
      }
      return read;
    } catch (IOException failure) {
      discovered = null;
      String problem = "the authorization server cannot be asked: " + failure.getMessage();
      unreachable = new Unreachable(clock.instant().plus(PAUSE), problem);
      return new TokenAnswer.None(true, problem);
    }
  }

  private Reach reach(URI location) {
    return server.tokenUrl() != null || server.issuer() == null
        ? Reach.configured(location)
        : server.access().discovered(location, server.issuer());
  }

  private URI location() throws IOException, InterruptedException {
    if (server.tokenUrl() != null) {
      return server.tokenUrl();
    }
    URI known = discovered;
    if (known != null) {
      return known;
    }
    String issuer = String.valueOf(server.issuer());
    URI found =
        Locations.first(
            Locations.metadata(issuer),
            (location, time) ->
                endpointNamedBy(client.get(location, Reach.configured(location), time), issuer));
    discovered = found;
    return found;
  }

  private static URI endpointNamedBy(Answer answer, String issuer) throws IOException {
    JsonNode metadata = answer.status() == 200 ? TokenAnswers.object(answer.body()) : null;
    if (metadata == null) {
      throw new IOException("no metadata (HTTP status " + answer.status() + ")");
    }
    if (!issuer.equals(metadata.path("issuer").textValue())) {
      throw new IOException("the metadata is that of another issuer");
    }
    String text = metadata.path("token_endpoint").textValue();
    URI location = text == null ? null : Locations.parse(text);
    if (location == null || !Locations.mayFetch(location, issuer)) {
      throw new IOException("the metadata has no token_endpoint that may be asked");
    }
    return location;
  }

  /** What is under way ends first, on its own time. */
  @Override
  public void close() {
    Thread.ofVirtual()
        .name("close-token-endpoint")
        .start(
            () -> {
              permits.acquireUninterruptibly(MAX_REQUESTS);
              client.close();
            });
  }
}
