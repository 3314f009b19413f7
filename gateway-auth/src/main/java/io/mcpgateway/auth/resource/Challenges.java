package io.mcpgateway.auth.resource;

import io.mcpgateway.auth.token.DpopVerifier;
import io.mcpgateway.core.exchange.Challenge;
import io.mcpgateway.core.exchange.TokenScheme;

/**
 * What stands in {@code WWW-Authenticate} of one route (RFC 6750 section 3, RFC 9449 section 7.1,
 * RFC 9728 section 5.1). Immutable.
 */
final class Challenges {
  private static final String INVALID_TOKEN =
      error("invalid_token", "The access token is malformed, expired, or not for this resource");
  private static final String INVALID_PROOF =
      error("invalid_dpop_proof", "The DPoP proof is malformed, stale, used, or not for this call");
  private static final String NONCE_WANTED =
      error("use_dpop_nonce", "The DPoP proof needs the nonce of this answer");

  private final boolean bearer;
  private final boolean dpop;
  private final String parameters;
  private final String algorithms = "algs=\"" + String.join(" ", DpopVerifier.ALGORITHMS) + '"';

  Challenges(ProtectedResourceMetadata metadata) {
    Requirement required = metadata.sender().dpop();
    this.bearer = required != Requirement.REQUIRED;
    this.dpop = required != Requirement.OFF;
    this.parameters = "resource_metadata=\"" + metadata.location() + '"' + scope(metadata);
  }

  private static String scope(ProtectedResourceMetadata metadata) {
    return metadata.scopes().isEmpty()
        ? ""
        : ", scope=\"" + String.join(" ", metadata.scopes()) + "\"";
  }

  private static String error(String code, String description) {
    return "error=\"" + code + "\", error_description=\"" + description + "\", ";
  }

  /** No {@code error}: the client has not tried, and learns what to do. */
  Challenge noToken() {
    return bearer("");
  }

  /** The same for every way in which a token can be wrong: a forger learns nothing. */
  Challenge invalidToken(TokenScheme scheme) {
    return switch (scheme) {
      case BEARER -> bearer(INVALID_TOKEN);
      case DPOP -> dpop(INVALID_TOKEN);
    };
  }

  Challenge invalidProof() {
    return dpop(INVALID_PROOF);
  }

  Challenge nonceWanted(String nonce) {
    return new Challenge(dpop(NONCE_WANTED).wwwAuthenticate(), nonce);
  }

  /** Bearer first, where it is possible at all: not every client reads on. */
  private Challenge bearer(String error) {
    if (!bearer) {
      return dpop(error);
    }
    return new Challenge("Bearer " + error + parameters + (dpop ? ", DPoP " + algorithms : ""));
  }

  private Challenge dpop(String error) {
    return new Challenge("DPoP " + error + algorithms + ", " + parameters);
  }
}
