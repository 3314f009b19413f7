package io.mcpgateway.auth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mcpgateway.auth.server.Answer;
import io.mcpgateway.auth.server.ClientAuthentication;
import io.mcpgateway.auth.server.Reach;
import io.mcpgateway.auth.server.ServerClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one issuer about its tokens (RFC 7662): each token once at a time, a bounded number of them
 * at once, on virtual threads. That a token is not active is remembered for ten seconds; that it
 * is, by {@link TokenVerifier}; that nobody knows, by nobody. Thread-safe, never blocks.
 */
final class Introspector {
  private static final Logger logger = LoggerFactory.getLogger(Introspector.class);

  static final Duration INACTIVE_LIFE = Duration.ofSeconds(10);

  /** For tokens whose expiry the issuer does not say. */
  static final Duration UNSAID_LIFE = Duration.ofSeconds(30);

  private static final int MAX_AT_ONCE = 32;
  private static final int MAX_REMEMBERED = 20_000;

  private static final IntrospectionAnswer BUSY =
      new IntrospectionAnswer.Unknown("Too many tokens to ask the issuer about");
  private static final IntrospectionAnswer SILENT =
      new IntrospectionAnswer.Unknown("The token's issuer cannot be asked about it");

  private final IssuerSettings settings;
  private final IntrospectionSettings introspection;
  private final ServerClient client;
  private final Discovery discovery;
  private final InstantSource clock;
  private final Semaphore free = new Semaphore(MAX_AT_ONCE);
  private final ConcurrentMap<TokenHash, CompletableFuture<IntrospectionAnswer>> inFlight =
      new ConcurrentHashMap<>();
  private final Cache<TokenHash, Remembered> answers =
      Caffeine.newBuilder()
          .maximumSize(MAX_REMEMBERED)
          .expireAfterWrite(IntrospectionSettings.MAX_CACHE)
          .build();
  private final AtomicBoolean failing = new AtomicBoolean();
  private final LongAdder requests = new LongAdder();
  private final LongAdder failures = new LongAdder();

  private record Remembered(IntrospectionAnswer answer, Instant until) {}

  Introspector(
      IssuerSettings settings,
      IntrospectionSettings introspection,
      ServerClient client,
      Discovery discovery,
      InstantSource clock) {
    this.settings = settings;
    this.introspection = introspection;
    this.client = client;
    this.discovery = discovery;
    this.clock = clock;
  }

  IntrospectionStatus status() {
    return new IntrospectionStatus(requests.sum(), failures.sum());
  }

  /** Completes with an answer in every case. */
  CompletionStage<IntrospectionAnswer> ask(BearerToken token, TokenHash hash) {
    Remembered known = answers.getIfPresent(hash);
    if (known != null && clock.instant().isBefore(known.until())) {
      return CompletableFuture.completedFuture(known.answer());
    }
    CompletableFuture<IntrospectionAnswer> mine = new CompletableFuture<>();
    CompletableFuture<IntrospectionAnswer> others = inFlight.putIfAbsent(hash, mine);
    if (others != null) {
      return others;
    }
    if (!free.tryAcquire()) {
      inFlight.remove(hash, mine);
      mine.complete(BUSY);
      return mine;
    }
    Thread.ofVirtual()
        .name("introspection-" + settings.name())
        .start(() -> answer(token, hash, mine));
    return mine;
  }

  private void answer(
      BearerToken token, TokenHash hash, CompletableFuture<IntrospectionAnswer> result) {
    IntrospectionAnswer answer = SILENT;
    try {
      requests.increment();
      answer = request(token);
      remember(hash, answer);
      if (failing.getAndSet(false)) {
        logger.info("issuer {}: it can be asked about tokens again", settings.name());
      }
    } catch (IOException problem) {
      failed(String.valueOf(problem.getMessage()));
    } catch (InterruptedException interrupted) {
      failed("interrupted");
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      logger.error("issuer {}: introspection failed unexpectedly", settings.name(), bug);
      failed(bug.getClass().getSimpleName());
    } finally {
      free.release();
      inFlight.remove(hash, result);
      result.complete(answer);
    }
  }

  private void remember(TokenHash hash, IntrospectionAnswer answer) {
    switch (answer) {
      case IntrospectionAnswer.Active(_, Instant until) ->
          answers.put(hash, new Remembered(answer, until));
      case IntrospectionAnswer.Inactive _ ->
          answers.put(hash, new Remembered(answer, clock.instant().plus(INACTIVE_LIFE)));
      case IntrospectionAnswer.Unknown _ -> {}
    }
  }

  private void failed(String problem) {
    failures.increment();
    if (!failing.getAndSet(true)) {
      logger.error(
          "issuer {}: it cannot be asked about tokens: {}. Those that take it are refused with 503"
              + " until it can",
          settings.name(),
          problem);
    }
  }

  private IntrospectionAnswer request(BearerToken token) throws IOException, InterruptedException {
    URI configured = introspection.url();
    URI endpoint = configured == null ? discovery.metadata().introspection() : configured;
    if (endpoint == null) {
      throw new IOException("the metadata has no introspection_endpoint");
    }
    Reach reach =
        configured == null
            ? settings.server().discovered(endpoint, settings.issuer())
            : Reach.configured(endpoint);
    Instant asked = clock.instant();
    ClientAuthentication.Fields fields = introspection.client().fields(settings.issuer(), asked);
    Map<String, String> form = new LinkedHashMap<>(fields.form());
    form.put("token", token.text());
    form.put("token_type_hint", "access_token");
    try {
      Answer answer = client.post(endpoint, reach, fields.headers(), form);
      if (answer.status() != 200) {
        throw new IOException("HTTP status " + answer.status());
      }
      return IntrospectionAnswer.parse(
          answer.body(),
          settings.issuer(),
          asked.plus(introspection.cache()),
          asked.plus(UNSAID_LIFE));
    } catch (IOException failed) {
      if (configured == null) {
        discovery.suspect();
      }
      throw new IOException(endpoint + ": " + failed.getMessage(), failed);
    }
  }
}
