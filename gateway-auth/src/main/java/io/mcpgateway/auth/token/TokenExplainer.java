package io.mcpgateway.auth.token;

import static io.mcpgateway.auth.token.ExplainedLines.moment;
import static io.mcpgateway.auth.token.ExplainedLines.shown;
import static io.mcpgateway.auth.token.ExplainedLines.span;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.auth.token.TokenExplanation.Line;
import io.mcpgateway.auth.token.TokenExplanation.Mark;
import io.mcpgateway.core.exchange.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says of a token what a route would accept and what not, and why. Every line comes from the very
 * check that {@link TokenVerifier} makes, run by itself so that one failure does not hide the next;
 * the verdict is the verifier's. Blocks; for people, not for traffic.
 */
public final class TokenExplainer {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Those that have lines of their own. */
  private static final Set<String> EXPLAINED =
      Set.of(
          "iss",
          "sub",
          "aud",
          "exp",
          "nbf",
          "iat",
          "jti",
          "azp",
          "client_id",
          "act",
          "cnf",
          "scope",
          "scp");

  private final TokenVerifier verifier;
  private final InstantSource clock;

  /**
   * @param verifier with the same clock
   */
  public TokenExplainer(TokenVerifier verifier, InstantSource clock) {
    this.verifier = verifier;
    this.clock = clock;
  }

  /**
   * @param offline whether to leave out keys and signature, which take asking the issuer
   */
  public TokenExplanation explain(BearerToken token, Acceptance acceptance, boolean offline) {
    ExplainedLines lines = new ExplainedLines();
    TrustedIssuer opaque = acceptance.opaque();
    AccessToken said = null;
    TrustedIssuer asked = null;
    if (opaque != null && !token.isJwt()) {
      asked = opaqueForm(token, opaque, lines) ? opaque : null;
    } else {
      CompactJwt jwt = form(token, lines);
      TrustedIssuer issuer = jwt == null ? null : issuer(jwt, acceptance, lines);
      if (jwt != null && issuer == null) {
        lines.note("alg", shown(jwt.alg()));
        unjudged(jwt, lines);
      }
      if (jwt != null && issuer != null) {
        said = judged(jwt, issuer, acceptance, lines);
        signature(jwt, issuer, offline, lines);
        asked = issuer.introspectorOfJwts() == null ? null : issuer;
      }
    }
    if (offline) {
      if (asked != null) {
        lines.note("asked", "not done; it would be, at " + asked.introspectedAt());
      }
      return new TokenExplanation(lines.lines(), withoutVerifier(lines.lines()), said);
    }
    Verification verdict = settled(verifier.verify(token, acceptance));
    if (asked != null) {
      introspected(verdict, asked, lines);
    }
    if (said == null && asked != null && verdict instanceof Verification.Accepted(var accepted)) {
      caller(accepted, asked.settings(), lines);
      said = accepted;
    }
    return new TokenExplanation(lines.lines(), verdict, said);
  }

  // Tokens about which the issuer is asked.

  private static boolean opaqueForm(BearerToken token, TrustedIssuer issuer, ExplainedLines lines) {
    if (token.length() > BearerToken.MAX_LENGTH) {
      lines.wrong(TokenVerifier.TOO_LONG.problem(), "");
      return false;
    }
    if (!token.isWellFormed()) {
      lines.wrong(TokenVerifier.NO_TOKEN, "");
      return false;
    }
    lines.good("form", "no JWT: only its issuer can read it, " + issuer.settings().name());
    return true;
  }

  /** What the issuer is asked last: nothing that is wrong already gets so far. */
  private static void introspected(
      Verification verdict, TrustedIssuer issuer, ExplainedLines lines) {
    String where = "asked at " + issuer.introspectedAt();
    if (lines.lines().stream().anyMatch(line -> line.mark() == Mark.WRONG)) {
      lines.note("asked", "not done: it is refused before");
      return;
    }
    switch (verdict) {
      case Verification.Accepted _ -> lines.good("asked", "active, says its issuer, " + where);
      case Verification.Rejected(String problem) -> lines.wrong(problem, where);
      case Verification.Undecided(String problem) -> lines.wrong("asked: " + problem, where);
      case Verification.Pending _ -> throw new IllegalStateException("a verdict that is none yet");
    }
  }

  private static Verification withoutVerifier(List<Line> lines) {
    for (Line line : lines) {
      if (line.mark() == Mark.WRONG) {
        return new Verification.Rejected(line.step() + ": " + line.text());
      }
    }
    return new Verification.Undecided("nothing speaks against it; the signature was not checked");
  }

  // Form and header.

  private static @Nullable CompactJwt form(BearerToken token, ExplainedLines lines) {
    try {
      CompactJwt jwt = CompactJwt.parse(token);
      lines.good("form", "a signed JWT of " + token.length() + " characters, strictly read");
      return jwt;
    } catch (InvalidTokenException invalid) {
      lines.wrong(invalid.problem(), "");
      if (token.isOpaque()) {
        lines.note(
            "opaque",
            "no JWT at all: only its issuer can read it, and no issuer of the route is asked");
      }
      return null;
    }
  }

  private static @Nullable TrustedIssuer issuer(
      CompactJwt jwt, Acceptance acceptance, ExplainedLines lines) {
    try {
      String iss = TokenClaims.issuer(jwt.claims());
      TrustedIssuer issuer = acceptance.issuer(iss);
      if (issuer != null) {
        lines.good("iss", shown(iss) + ", the issuer " + issuer.settings().name());
        return issuer;
      }
      lines.wrong(
          TokenVerifier.UNKNOWN_ISSUER.problem(),
          shown(iss) + " (expected: " + words(acceptance.issuers()) + ")");
    } catch (InvalidTokenException invalid) {
      lines.wrong(invalid.problem(), shown(jwt.claims().get("iss")));
    }
    return null;
  }

  /** What cannot be held against any rules. */
  private static void unjudged(CompactJwt jwt, ExplainedLines lines) {
    for (Map.Entry<String, JsonNode> claim : jwt.claims().properties()) {
      if (EXPLAINED.contains(claim.getKey()) && !claim.getKey().equals("iss")) {
        lines.note(claim.getKey(), shown(claim.getValue()));
      }
    }
    others(jwt, lines);
  }

  // Everything but the signature.

  /** What it says of its caller, or null if that cannot be read. */
  private @Nullable AccessToken judged(
      CompactJwt jwt, TrustedIssuer issuer, Acceptance acceptance, ExplainedLines lines) {
    IssuerSettings settings = issuer.settings();
    TokenRules rules = settings.tokens();
    lines.check(
        "alg",
        shown(jwt.alg()) + " (the issuer may use " + words(rules.algorithms()) + ")",
        () -> rules.requireAlgorithm(jwt.alg()));
    lines.check(
        "typ",
        (jwt.type() == null ? "absent" : shown(jwt.type()))
            + " (the issuer's token-types: "
            + words(rules.types())
            + ")",
        () -> TokenKind.require(jwt.type(), jwt.claims(), rules));
    AccessToken said;
    try {
      TokenClaims claims = TokenClaims.of(jwt.claims(), settings);
      said = claims.token();
      lines.check(
          "aud",
          shown(jwt.claims().get("aud"))
              + " (expected: "
              + shown(acceptance.audience(settings))
              + ")",
          () -> acceptance.requireAudience(claims, settings));
      times(claims, rules.leeway(), lines);
      caller(said, settings, lines);
    } catch (InvalidTokenException invalid) {
      lines.wrong(invalid.problem(), "a token with such a claim is not looked at further");
      unjudged(jwt, lines);
      return null;
    }
    others(jwt, lines);
    return said;
  }

  /** Each by itself: what is expired may be from the future, too. */
  private void times(TokenClaims claims, Duration leeway, ExplainedLines lines) {
    Instant now = clock.instant();
    String tolerance = ", leeway " + span(leeway);
    lines.check(
        "exp",
        moment(claims.expiresAt(), now) + tolerance,
        () -> claims.withTimes(claims.expiresAt(), null, null).requireTime(now, leeway));
    time(
        "nbf",
        claims.notBefore(),
        claims.withTimes(Long.MAX_VALUE / 2, claims.notBefore(), null),
        leeway,
        lines);
    time(
        "iat",
        claims.issuedAt(),
        claims.withTimes(Long.MAX_VALUE / 2, null, claims.issuedAt()),
        leeway,
        lines);
  }

  private void time(
      String claim,
      @Nullable Long value,
      TokenClaims alone,
      Duration leeway,
      ExplainedLines lines) {
    if (value == null) {
      lines.note(claim, "none");
      return;
    }
    Instant now = clock.instant();
    lines.check(
        claim,
        moment(value, now) + ", leeway " + span(leeway),
        () -> alone.requireTime(now, leeway));
  }

  private static void caller(AccessToken token, IssuerSettings settings, ExplainedLines lines) {
    Principal.Authenticated caller = token.principal();
    lines.good("sub", shown(caller.subject()));
    lines.note("client", caller.clientId() == null ? "none" : shown(caller.clientId()));
    lines.note("jti", caller.tokenId() == null ? "none" : shown(caller.tokenId()));
    ClaimPaths paths = settings.claims();
    lines.note(
        "scopes", found(caller.scopes(), paths.scope() == null ? "scope or scp" : paths.scope()));
    lines.note("roles", found(caller.roles(), paths.roles()));
    if (paths.groups() != null) {
      lines.note("groups", found(caller.groups(), paths.groups()));
    }
    ExplainedClaims.note(caller.claims(), paths.kept(), lines);
    if (paths.tenant() != null) {
      lines.note(
          "tenant",
          (caller.tenant() == null ? "none" : shown(caller.tenant())) + " at " + paths.tenant());
    }
    if (!caller.actors().isEmpty()) {
      lines.note(
          "act",
          caller.actors().stream()
              .map(actor -> shown(actor.subject()))
              .collect(Collectors.joining(", for ", "", ", for " + shown(caller.subject()))));
    }
    Confirmation bound = token.confirmation();
    if (bound.keyThumbprint() != null) {
      lines.note("cnf", "bound to a key: every request needs a DPoP proof made with it");
    }
    if (bound.certificateThumbprint() != null) {
      lines.note("cnf", "bound to a client certificate: its connection must show it");
    }
    if (bound.equals(Confirmation.NONE)) {
      lines.note("cnf", "none: whoever has it may use it");
    }
  }

  private static String found(Set<String> values, String path) {
    return (values.isEmpty() ? "none" : words(values)) + " at " + path;
  }

  private static void others(CompactJwt jwt, ExplainedLines lines) {
    Set<String> names = new TreeSet<>();
    jwt.claims().fieldNames().forEachRemaining(names::add);
    names.removeAll(EXPLAINED);
    if (!names.isEmpty()) {
      lines.note("others", words(names));
    }
  }

  // Keys and signature.

  private void signature(
      CompactJwt jwt, TrustedIssuer issuer, boolean offline, ExplainedLines lines) {
    String kid = jwt.kid() == null ? "none" : shown(jwt.kid());
    if (offline) {
      lines.note("kid", kid + ", not looked up");
      lines.note("signature", "not checked");
      return;
    }
    try {
      switch (lookup(jwt, issuer)) {
        case IssuerKeys.Lookup.Found(Signatures.Check check) -> {
          lines.good("kid", kid + ", a key of the issuer");
          if (check.holds(jwt.signed(), jwt.signature())) {
            lines.good("signature", "that of the key");
          } else {
            lines.wrong(TokenVerifier.WRONG_SIGNATURE.problem(), "");
          }
        }
        case IssuerKeys.Lookup.Unknown() ->
            lines.wrong(
                TokenVerifier.UNKNOWN_KEY.problem(), kid + " (it has " + keys(issuer) + ")");
        case IssuerKeys.Lookup.Unavailable(), IssuerKeys.Lookup.Later(_) ->
            lines.wrong("keys: not available", String.valueOf(issuer.status().problem()));
      }
    } catch (InvalidTokenException invalid) {
      lines.wrong(invalid.problem(), "kid " + kid);
    }
  }

  private static String keys(TrustedIssuer issuer) {
    int keys = issuer.status().keys();
    return keys == 1 ? "1 usable key" : keys + " usable keys";
  }

  private static IssuerKeys.Lookup lookup(CompactJwt jwt, TrustedIssuer issuer)
      throws InvalidTokenException {
    IssuerKeys.Lookup found = issuer.keys().find(jwt.kid(), jwt.alg());
    for (int i = 0; i < 3 && found instanceof IssuerKeys.Lookup.Later(var fetched); i++) {
      waitFor(fetched.toCompletableFuture());
      found = issuer.keys().find(jwt.kid(), jwt.alg());
    }
    return found;
  }

  private static Verification settled(Verification verification) {
    Verification current = verification;
    while (current instanceof Verification.Pending(var later)) {
      Verification next = waitFor(later.toCompletableFuture());
      if (next == null) {
        return new Verification.Undecided("the issuer does not answer");
      }
      current = next;
    }
    return current;
  }

  private static <T> @Nullable T waitFor(Future<T> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException bug) {
      throw new IllegalStateException(bug.getCause());
    } catch (TimeoutException late) {
      return null;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  static String words(Collection<String> words) {
    return words.stream().sorted().map(ExplainedLines::shown).collect(Collectors.joining(", "));
  }
}
