package io.mcpgateway.testkit.oauth;

/** What a test authorization server says wrongly when it is told to. */
public enum Lie {
  /** {@code issuer} of the metadata. */
  METADATA_ISSUER,
  /** {@code iss} of tokens. */
  TOKEN_ISSUER,
  /** {@code iss} of authorization responses, RFC 9207. */
  RESPONSE_ISSUER,
  /** {@code aud} of tokens, whatever {@code resource} was asked for. */
  TOKEN_AUDIENCE,
  /** {@code typ} of tokens. */
  TOKEN_TYPE
}
