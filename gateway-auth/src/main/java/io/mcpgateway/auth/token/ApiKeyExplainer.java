package io.mcpgateway.auth.token;

import static io.mcpgateway.auth.token.ExplainedLines.moment;
import static io.mcpgateway.auth.token.ExplainedLines.shown;

import io.mcpgateway.core.exchange.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says of what a caller presents whether it is an API key of a route, and whose. Asks {@link
 * ApiKeys}, as the route does; never shows the key. For people, not for traffic.
 */
public final class ApiKeyExplainer {
  private final List<ApiKeys> sets;
  private final InstantSource clock;

  /**
   * @param sets the route's
   */
  public ApiKeyExplainer(List<ApiKeySet> sets, InstantSource clock) {
    this.sets = sets.stream().map(set -> new ApiKeys(set, clock)).toList();
    this.clock = clock;
  }

  /** What the route makes of it, or null if it is none of the keys. */
  public @Nullable TokenExplanation explain(String presented) {
    for (ApiKeys set : sets) {
      switch (set.find(presented)) {
        case ApiKeys.Match.Caller(var caller) -> {
          ExplainedLines lines = new ExplainedLines();
          lines.good("api-key", place(set));
          return caller(caller, lines, null);
        }
        case ApiKeys.Match.Expired(var caller) -> {
          ExplainedLines lines = new ExplainedLines();
          String problem = "api-key: expired";
          lines.wrong(problem, place(set));
          return caller(caller, lines, problem);
        }
        case ApiKeys.Match.None() -> {}
      }
    }
    return null;
  }

  /** For a route that knows callers by keys alone. */
  public TokenExplanation explainAlone(String presented) {
    TokenExplanation known = explain(presented);
    if (known != null) {
      return known;
    }
    ExplainedLines lines = new ExplainedLines();
    String problem = "api-key: unknown";
    lines.wrong(
        problem,
        "the route takes keys alone: "
            + sets.stream().map(ApiKeyExplainer::place).collect(Collectors.joining(", ")));
    return new TokenExplanation(lines.lines(), new Verification.Rejected(problem), null);
  }

  private TokenExplanation caller(
      Principal.Authenticated caller, ExplainedLines lines, @Nullable String problem) {
    lines.note("id", shown(String.valueOf(caller.tokenId())));
    lines.note("principal", shown(caller.subject()));
    lines.note("scopes", words(caller.scopes()));
    lines.note("roles", words(caller.roles()));
    if (!caller.groups().isEmpty()) {
      lines.note("groups", words(caller.groups()));
    }
    ExplainedClaims.note(caller.claims(), caller.claims().keySet(), lines);
    if (caller.tenant() != null) {
      lines.note("tenant", shown(caller.tenant()));
    }
    Instant end = caller.expiresAt();
    lines.note(
        "expires",
        end.equals(Instant.MAX) ? "never" : moment(end.getEpochSecond(), clock.instant()));
    AccessToken said = new AccessToken(caller, Confirmation.NONE);
    return new TokenExplanation(
        lines.lines(),
        problem == null ? new Verification.Accepted(said) : new Verification.Rejected(problem),
        said);
  }

  private static String words(Set<String> words) {
    return words.isEmpty() ? "none" : TokenExplainer.words(words);
  }

  private static String place(ApiKeys set) {
    String header = set.header();
    return "a key of " + set.name() + ", in " + (header == null ? "Authorization: Bearer" : header);
  }
}
