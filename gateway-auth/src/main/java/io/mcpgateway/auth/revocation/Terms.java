package io.mcpgateway.auth.revocation;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom and what a revocation concerns. At least one is given; an exchange is concerned if all that
 * are given hold: {@code tool} and {@code upstream} close one tool of one upstream, {@code subject}
 * and {@code route} keep one caller away from one route. Values are compared exactly.
 *
 * @param issuer the {@code iss} of the caller's token
 * @param subject the {@code sub} of the caller's token
 * @param clientId the OAuth client
 * @param tokenId the {@code jti} of one token, or the id of an API key
 * @param session the label of a legacy session, as audit records show it
 * @param route the path of a route
 * @param upstream the name of an upstream
 * @param tool the name of a tool
 */
public record Terms(
    @Nullable String issuer,
    @Nullable String subject,
    @Nullable String clientId,
    @Nullable String tokenId,
    @Nullable String session,
    @Nullable String route,
    @Nullable String upstream,
    @Nullable String tool) {
  static final int MAX_LENGTH = 2048;

  public Terms {
    boolean any = false;
    any |= given("issuer", issuer);
    any |= given("subject", subject);
    any |= given("clientId", clientId);
    any |= given("tokenId", tokenId);
    any |= given("session", session);
    any |= given("route", route);
    any |= given("upstream", upstream);
    any |= given("tool", tool);
    if (!any) {
      throw new IllegalArgumentException(
          "terms: none (expected: at least one of " + Term.names() + ")");
    }
  }

  private static boolean given(String name, @Nullable String value) {
    if (value != null) {
      Visible.require(name, value, MAX_LENGTH);
    }
    return value != null;
  }

  /**
   * The terms by their names ({@code issuer}, {@code subject}, {@code clientId}, {@code tokenId},
   * {@code session}, {@code route}, {@code upstream}, {@code tool}).
   *
   * @throws IllegalArgumentException with the name, what was there and what was expected
   */
  public static Terms of(Map<String, String> given) {
    Map<Term, String> values = new EnumMap<>(Term.class);
    given.forEach(
        (name, value) -> {
          Term term = Term.named(name);
          if (term == null) {
            throw new IllegalArgumentException(
                "terms: unknown name (expected: one of " + Term.names() + ")");
          }
          values.put(term, value);
        });
    return new Terms(
        values.get(Term.ISSUER),
        values.get(Term.SUBJECT),
        values.get(Term.CLIENT_ID),
        values.get(Term.TOKEN_ID),
        values.get(Term.SESSION),
        values.get(Term.ROUTE),
        values.get(Term.UPSTREAM),
        values.get(Term.TOOL));
  }

  /** What is given, by name. */
  public Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    for (Term term : Term.values()) {
      String value = term.of(this);
      if (value != null) {
        given.put(term.wireName(), value);
      }
    }
    return given;
  }
}
