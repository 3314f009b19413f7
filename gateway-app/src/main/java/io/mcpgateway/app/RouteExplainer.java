package io.mcpgateway.app;

import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.auth.resource.SenderRules;
import io.mcpgateway.auth.token.Acceptance;
import io.mcpgateway.auth.token.AccessToken;
import io.mcpgateway.auth.token.ApiKeyExplainer;
import io.mcpgateway.auth.token.ApiKeySet;
import io.mcpgateway.auth.token.BearerToken;
import io.mcpgateway.auth.token.TokenExplainer;
import io.mcpgateway.auth.token.TokenExplanation;
import io.mcpgateway.auth.token.TokenVerifier;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.auth.token.Verification;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.policy.access.AccessPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Prints what a route makes of a token or an API key. Asks those who decide for the route. */
final class RouteExplainer {
  private final LoadedConfig config;
  private final RouteConfig route;
  private final URI resource;
  private final InstantSource clock;

  /** How a token was given: as itself, or with the scheme of its header field. */
  record Presented(String scheme, String text) {
    /** More than any token that is looked at. */
    private static final int MAX_INPUT = 64 * 1024;

    static Presented in(InputStream from) throws IOException {
      return in(new String(from.readNBytes(MAX_INPUT), StandardCharsets.UTF_8).strip());
    }

    static Presented in(String text) {
      for (String scheme : List.of("Bearer", "DPoP")) {
        if (text.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1)) {
          return new Presented(scheme, text.substring(scheme.length()).strip());
        }
      }
      return new Presented("", text);
    }

    /** Whether a key of the set can be presented like this. */
    boolean suits(ApiKeySet set) {
      return switch (scheme) {
        case "" -> true;
        case "Bearer" -> set.header() == null;
        default -> false;
      };
    }

    @Override
    public String toString() {
      return "Presented[redacted]";
    }
  }

  RouteExplainer(LoadedConfig config, RouteConfig route, URI resource, InstantSource clock) {
    this.config = config;
    this.route = route;
    this.resource = resource;
    this.clock = clock;
  }

  /** Answers the exit code. */
  int explain(Presented presented, boolean offline, PrintWriter out) {
    Asked asked = ask(presented, offline);
    TokenExplanation explanation = asked.explanation();
    lines(explanation, out);
    if (asked.isKey()) {
      return verdict(explanation, null, offline, out);
    }
    SenderRules sender = route.sender();
    out.println("    route      dpop " + word(sender.dpop()) + ", mtls " + word(sender.mtls()));
    AccessToken said = explanation.said();
    String unbound = said == null ? null : sender.problem(said.confirmation());
    return verdict(explanation, unbound, offline, out);
  }

  /**
   * Whom a token or key makes its bearer. The issuer is asked, as the route asks it.
   *
   * @throws IOException if it would be refused, or cannot be judged
   */
  Principal identify(Presented presented) throws IOException {
    return switch (ask(presented, false).explanation().verdict()) {
      case Verification.Accepted(AccessToken token) -> token.principal();
      case Verification.Rejected(String why) -> throw new IOException("the token: refused: " + why);
      case Verification.Undecided(String why) ->
          throw new IOException("the token: refused for now: " + why);
      case Verification.Pending _ -> throw new IllegalStateException("a verdict that is none yet");
    };
  }

  /** What was made of it, as a key or as a token. */
  private record Asked(TokenExplanation explanation, boolean isKey) {}

  private Asked ask(Presented presented, boolean offline) {
    List<TrustedIssuer> issuers =
        config.gateway().issuers().stream()
            .filter(issuer -> route.authenticate().contains(issuer.name()))
            // Keys are fresh by the real time, whatever time the token is looked at.
            .map(settings -> new TrustedIssuer(settings, InstantSource.system()))
            .toList();
    try (TokenVerifier verifier = new TokenVerifier(clock, TokenVerifier.Limits.DEFAULT)) {
      List<ApiKeySet> sets =
          config.gateway().apiKeys().stream()
              .filter(set -> route.authenticate().contains(set.name()) && presented.suits(set))
              .toList();
      ApiKeyExplainer keys = new ApiKeyExplainer(sets, clock);
      TokenExplanation asKey =
          issuers.isEmpty() ? keys.explainAlone(presented.text()) : keys.explain(presented.text());
      if (asKey != null) {
        return new Asked(asKey, true);
      }
      TokenExplanation asToken =
          new TokenExplainer(verifier, clock)
              .explain(
                  BearerToken.in(presented.text(), 0), new Acceptance(resource, issuers), offline);
      return new Asked(asToken, false);
    } finally {
      issuers.forEach(TrustedIssuer::close);
    }
  }

  private static void lines(TokenExplanation explanation, PrintWriter out) {
    for (TokenExplanation.Line line : explanation.lines()) {
      String mark =
          switch (line.mark()) {
            case GOOD -> "ok  ";
            case WRONG -> "NO  ";
            case NOTE -> "    ";
          };
      out.println(
          mark + line.step() + " ".repeat(Math.max(1, 11 - line.step().length())) + line.text());
    }
  }

  /**
   * @param unbound why the token's binding does not suit the route, or null if it does
   * @param offline whether the verifier was not asked: then it has decided nothing yet
   */
  private int verdict(
      TokenExplanation explanation, @Nullable String unbound, boolean offline, PrintWriter out) {
    Set<String> lacking = lacking(explanation.said(), out);
    String problem = unbound;
    if (problem == null && !lacking.isEmpty()) {
      problem = "insufficient_scope: it lacks " + String.join(" ", lacking);
    }
    return switch (explanation.verdict()) {
      case Verification.Accepted _ ->
          problem == null ? good("accepted", out) : refused(problem, out);
      case Verification.Rejected(String why) -> refused(why, out);
      case Verification.Undecided(String why) -> {
        if (!offline) {
          out.println("refused for now: " + why);
          yield ExitCode.FAILED;
        }
        yield problem == null ? good("not refused: " + why, out) : refused(problem, out);
      }
      case Verification.Pending _ -> throw new IllegalStateException("a verdict that is none yet");
    };
  }

  private static int good(String verdict, PrintWriter out) {
    out.println(verdict);
    return ExitCode.OK;
  }

  private static int refused(String problem, PrintWriter out) {
    out.println("refused: " + problem);
    return ExitCode.FAILED;
  }

  /** The scopes that every exchange of the route needs and its caller has not, one by one. */
  private Set<String> lacking(@Nullable AccessToken said, PrintWriter out) {
    Set<String> lacking = new TreeSet<>();
    AccessPolicy policy = config.access(route);
    for (String scope : new TreeSet<>(route.scopes().required())) {
      if (said == null) {
        out.println("    route      needs the scope " + scope);
      } else if (policy.allows(said.principal(), Set.of(scope))) {
        out.println("ok  route      needs the scope " + scope + ", and it has it or one above it");
      } else {
        out.println("NO  route      needs the scope " + scope + ", which it lacks");
        lacking.add(scope);
      }
    }
    return lacking;
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
