package io.mcpgateway.auth.resource;

import io.mcpgateway.auth.token.AccessToken;
import io.mcpgateway.auth.token.BearerToken;
import io.mcpgateway.auth.token.Confirmation;
import io.mcpgateway.auth.token.DpopVerifier;
import io.mcpgateway.auth.token.Possession;
import io.mcpgateway.auth.token.TargetUri;
import io.mcpgateway.core.exchange.ClientCertificate;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.TokenScheme;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether who brings a token is who it is bound to (RFC 9449 section 7, RFC 8705 section 3). Asked
 * for every exchange, also if the token itself is remembered. Thread-safe, never blocks.
 */
final class SenderCheck {
  private static final Possession PROVED = new Possession.Proved();

  private final SenderRules rules;
  private final DpopVerifier proofs;
  private final TargetUri target;
  private final InstantSource clock;

  /**
   * A token and how it was presented.
   *
   * @param text as it stood in the header
   */
  record Presented(TokenScheme scheme, BearerToken text, AccessToken token) {}

  SenderCheck(ProtectedResourceMetadata metadata, DpopVerifier proofs, InstantSource clock) {
    this.rules = metadata.sender();
    this.proofs = proofs;
    this.target = TargetUri.of(metadata.resource());
    this.clock = clock;
  }

  /**
   * Why the token cannot be used in this way at all, whatever is sent along; null if it can. To be
   * asked first.
   */
  @Nullable String problem(Exchange exchange, Presented presented) {
    Confirmation bound = presented.token().confirmation();
    String unusable = rules.problem(bound);
    if (unusable != null) {
      return unusable;
    }
    String certificate =
        certificateProblem(bound.certificateThumbprint(), exchange.arrival().certificate());
    return certificate == null
        ? schemeProblem(bound.keyThumbprint() != null, presented.scheme())
        : certificate;
  }

  private @Nullable String certificateProblem(
      @Nullable String bound, @Nullable ClientCertificate shown) {
    if (bound == null) {
      return null;
    }
    if (shown == null) {
      return "cnf: bound to a certificate, and the client showed none";
    }
    if (!bound.equals(shown.thumbprint())) {
      return "cnf: bound to another certificate";
    }
    // The handshake has looked at this, but connections may live longer than certificates.
    return clock.instant().isAfter(shown.notAfter()) ? "cnf: the certificate has expired" : null;
  }

  private static @Nullable String schemeProblem(boolean bound, TokenScheme scheme) {
    if (!bound) {
      return scheme == TokenScheme.DPOP ? "cnf: scheme DPoP, and not bound to a key" : null;
    }
    return scheme == TokenScheme.DPOP ? null : "cnf: bound to a key, and scheme Bearer";
  }

  /** Whether the client has the key, if the token is bound to one. */
  Possession possession(Exchange exchange, Presented presented) {
    String key = presented.token().confirmation().keyThumbprint();
    if (key == null) {
      return PROVED;
    }
    List<String> headers = exchange.client().headers().all("dpop");
    if (headers.size() != 1) {
      return new Possession.Wrong(
          headers.isEmpty() ? "dpop: no header" : "dpop: more than one header");
    }
    return proofs.verify(
        headers.getFirst(),
        new DpopVerifier.Request(
            exchange.arrival().httpMethod(),
            target,
            presented.text(),
            key,
            rules.dpopNonce(),
            exchange.arrival().nanoTime()));
  }
}
