package io.mcpgateway.auth.credential;

import org.jspecify.annotations.Nullable;

/**
 * How a caller's token becomes one for the upstream (RFC 8693). Equal settings mean the same
 * tokens, so that a reload can keep them.
 *
 * @param server who exchanges
 * @param target what the new token shall be for; names the upstream
 * @param subjectType what kind of token the callers' are
 * @param actor what the gateway's own token shall be for, with which it says that it acts for the
 *     caller; null if it says nothing
 * @param keepsSubject whether a new token for another subject is refused
 * @param assertion the second step of the enterprise-managed way, or null
 * @param maxTokens how many are held
 */
public record TokenExchangeSettings(
    AuthorizationServer server,
    TokenTarget target,
    TokenType subjectType,
    @Nullable TokenTarget actor,
    boolean keepsSubject,
    @Nullable Assertion assertion,
    int maxTokens) {

  public static final int DEFAULT_MAX_TOKENS = 10_000;

  public TokenExchangeSettings {
    if (assertion == null && target.audience() == null && target.resource() == null) {
      throw new IllegalArgumentException(
          "audience: missing (expected: audience or resource, so that the token is for the"
              + " upstream alone)");
    }
    if (assertion != null && target.audience() != null) {
      throw new IllegalArgumentException(
          "audience: given (expected: none beside id-jag, where it is the issuer of the second"
              + " server)");
    }
  }

  /**
   * The upstream's own authorization server, which takes the enterprise's word for who the caller
   * is (Identity Assertion JWT Authorization Grant).
   *
   * @param server with its issuer, whom the assertion is for
   * @param target what the token shall be for
   */
  public record Assertion(AuthorizationServer server, TokenTarget target) {
    public Assertion {
      if (server.issuer() == null) {
        throw new IllegalArgumentException(
            "issuer: missing (expected: the issuer of the upstream's authorization server)");
      }
    }

    String issuer() {
      return String.valueOf(server.issuer());
    }
  }
}
