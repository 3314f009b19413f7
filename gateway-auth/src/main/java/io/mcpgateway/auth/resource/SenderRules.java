package io.mcpgateway.auth.resource;

import io.mcpgateway.auth.token.Confirmation;
import org.jspecify.annotations.Nullable;

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

  /**
   * Why a token that is bound in this way cannot be used at all, whoever brings it; null if it can.
   */
  public @Nullable String problem(Confirmation bound) {
    String certificate =
        problem(mtls, bound.certificateThumbprint() != null, "a certificate", "mtls");
    return certificate == null
        ? problem(dpop, bound.keyThumbprint() != null, "a key", "dpop")
        : certificate;
  }

  private static @Nullable String problem(
      Requirement requirement, boolean bound, String to, String key) {
    return switch (requirement) {
      case REQUIRED -> bound ? null : "cnf: not bound to " + to;
      case OPTIONAL -> null;
      case OFF -> bound ? "cnf: bound to " + to + ", and " + key + " is off" : null;
    };
  }
}
