package io.mcpgateway.auth.resource;

/**
 * How the callers of a route show that a token is theirs.
 *
 * @param dpop with a key of their own (RFC 9449)
 * @param dpopNonce whether their proofs must contain a nonce of the gateway's
 * @param mtls with a TLS client certificate (RFC 8705)
 */
public record SenderRules(Requirement dpop, boolean dpopNonce, Requirement mtls) {
  public static final SenderRules DEFAULT =
      new SenderRules(Requirement.OPTIONAL, false, Requirement.OPTIONAL);
}
