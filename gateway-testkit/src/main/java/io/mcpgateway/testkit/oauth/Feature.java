package io.mcpgateway.testkit.oauth;

/** What a test authorization server offers; a test may switch it on and off. */
public enum Feature {
  /** RFC 7591. On at first. */
  DYNAMIC_REGISTRATION,
  /** Client ID metadata documents. On at first. */
  CLIENT_ID_METADATA,
  /** {@code iss} in authorization responses, RFC 9207. On at first. */
  RESPONSE_ISSUER,
  /** Refresh tokens, rotated at each use. On at first. */
  REFRESH_TOKENS,
  /** Says that it honours PKCE; it does so in any case. On at first. */
  ADVERTISED_PKCE,
  /** Access tokens that only introspection explains. Off at first. */
  OPAQUE_TOKENS,
  /** Refuses to issue tokens that are not bound by DPoP. Off at first. */
  DPOP_REQUIRED
}
