package io.mcpgateway.auth.resource;

import io.mcpgateway.auth.token.ApiKeys;
import io.mcpgateway.core.exchange.Challenge;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.RequestHeaders;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.TokenScheme;
import io.mcpgateway.core.exchange.Verdict;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is calling from an API key, for callers without OAuth; asks the stage that knows
 * tokens where the route accepts these, too.
 *
 * <p>A request brings one credential: with two, nobody can say which of them was meant. A wrong key
 * makes nobody anonymous.
 */
public final class ApiKeyStage implements Stage {
  private static final String SCHEME = "Bearer ";
  private static final String INVALID = ", error=\"invalid_token\"";

  private final List<ApiKeys> sets;
  private final FailureBudget failures;
  private final Set<String> headers = new LinkedHashSet<>();
  private final @Nullable Stage tokens;
  private final Challenge noCredential;
  private final Challenge wrongBearer;

  /**
   * For a route that knows keys alone. It has no metadata: there is no authorization server.
   *
   * @param sets at least one
   * @param failures how many wrong keys a peer may try
   * @param resource the route's URL
   */
  public ApiKeyStage(List<ApiKeys> sets, FailureBudget failures, URI resource) {
    this(sets, failures, null, plain(sets, resource), new Challenge(bearer(resource) + INVALID));
  }

  /**
   * For a route that accepts tokens, too. What a client is told is how to get one of those.
   *
   * @param tokens the stage that knows them
   */
  public ApiKeyStage(
      List<ApiKeys> sets,
      FailureBudget failures,
      Stage tokens,
      ProtectedResourceMetadata metadata) {
    this(sets, failures, tokens, new Challenges(metadata));
  }

  private ApiKeyStage(
      List<ApiKeys> sets, FailureBudget failures, Stage tokens, Challenges challenges) {
    this(sets, failures, tokens, challenges.noToken(), challenges.invalidToken(TokenScheme.BEARER));
  }

  private ApiKeyStage(
      List<ApiKeys> sets,
      FailureBudget failures,
      @Nullable Stage tokens,
      Challenge noCredential,
      Challenge wrongBearer) {
    this.failures = failures;
    this.sets = List.copyOf(sets);
    this.tokens = tokens;
    this.noCredential = noCredential;
    this.wrongBearer = wrongBearer;
    for (ApiKeys set : sets) {
      if (set.header() != null) {
        headers.add(set.header());
      }
    }
  }

  /** RFC 9110 section 11.6.1: a 401 has to name a scheme, and there is none for header fields. */
  private static Challenge plain(List<ApiKeys> sets, URI resource) {
    List<String> challenges = new ArrayList<>();
    if (sets.stream().anyMatch(set -> set.header() == null)) {
      challenges.add(bearer(resource));
    }
    sets.stream()
        .map(ApiKeys::header)
        .filter(header -> header != null)
        .distinct()
        .forEach(
            header ->
                challenges.add("ApiKey realm=\"" + resource + "\", header=\"" + header + '"'));
    return new Challenge(String.join(", ", challenges));
  }

  private static String bearer(URI resource) {
    return "Bearer realm=\"" + resource + '"';
  }

  @Override
  public Verdict apply(Exchange exchange) {
    RequestHeaders fields = exchange.client().headers();
    List<String> authorization = fields.all("authorization");
    String keyHeader = null;
    List<String> keys = List.of();
    for (String header : headers) {
      List<String> values = fields.all(header);
      if (!values.isEmpty()) {
        if (keyHeader != null) {
          return refuse(noCredential, "credentials: more than one");
        }
        keyHeader = header;
        keys = values;
      }
    }
    if (keyHeader == null) {
      return authorization(exchange, authorization);
    }
    if (keys.size() > 1 || !authorization.isEmpty()) {
      return refuse(noCredential, "credentials: more than one");
    }
    return switch (find(keyHeader, keys.getFirst())) {
      case ApiKeys.Match.Caller(var caller) -> new Verdict.Continue(exchange.with(caller));
      case ApiKeys.Match.Expired _ -> wrong(exchange, noCredential, "api-key: expired");
      case ApiKeys.Match.None() -> wrong(exchange, noCredential, "api-key: unknown");
    };
  }

  private Verdict authorization(Exchange exchange, List<String> values) {
    String value = values.size() == 1 ? values.getFirst() : "";
    if (value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      switch (find(null, value.substring(SCHEME.length()))) {
        case ApiKeys.Match.Caller(var caller) -> {
          return new Verdict.Continue(exchange.with(caller));
        }
        case ApiKeys.Match.Expired _ -> {
          return wrong(exchange, wrongBearer, "api-key: expired");
        }
        case ApiKeys.Match.None() -> {
          if (tokens == null) {
            return wrong(
                exchange, acceptsBearer() ? wrongBearer : noCredential, "api-key: unknown");
          }
        }
      }
    }
    if (tokens != null) {
      return tokens.apply(exchange);
    }
    return refuse(noCredential, values.size() > 1 ? "credentials: more than one" : "api-key: none");
  }

  private boolean acceptsBearer() {
    return sets.stream().anyMatch(set -> set.header() == null);
  }

  /** Asks every set whose keys are presented like this, also after one that knows the key. */
  private ApiKeys.Match find(@Nullable String header, String presented) {
    ApiKeys.Match found = new ApiKeys.Match.None();
    for (ApiKeys set : sets) {
      if (header == null ? set.header() == null : header.equals(set.header())) {
        ApiKeys.Match match = set.find(presented);
        found = match instanceof ApiKeys.Match.None ? found : match;
      }
    }
    return found;
  }

  /** Good keys are good for a peer that has tried too many others, too. */
  private Verdict wrong(Exchange exchange, Challenge challenge, String problem) {
    Duration wait = failures.toWait(exchange.arrival().peer());
    if (!wait.isZero()) {
      return new Verdict.Refuse(new Refusal.RateLimited("failure-budget", wait));
    }
    failures.charge(exchange.arrival().peer());
    return refuse(challenge, problem);
  }

  private static Verdict refuse(Challenge challenge, String problem) {
    return new Verdict.Refuse(new Refusal.Unauthenticated(challenge, problem));
  }
}
