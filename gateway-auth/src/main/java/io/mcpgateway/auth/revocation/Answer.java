package io.mcpgateway.auth.revocation;

import io.mcpgateway.core.exchange.Challenge;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;

/**
 * What the client sees of a revocation. Terms that narrow it down decide: who may not use one tool
 * or one session is told of that, and keeps the token. Of several revocations the one whose answer
 * comes first here is answered.
 */
enum Answer {
  /** The caller is refused: the same answer as to any token that does not hold. */
  CALLER,
  /** The session is gone; the client may begin another. */
  SESSION,
  /** The route is closed to everybody. */
  ROUTE,
  /** The tool is hidden: the same answer as to one that does not exist. */
  TOOL;

  static Answer of(Terms terms) {
    if (terms.tool() != null) {
      return TOOL;
    }
    if (terms.session() != null) {
      return SESSION;
    }
    boolean caller =
        terms.tokenId() != null
            || terms.subject() != null
            || terms.clientId() != null
            || terms.issuer() != null;
    return caller ? CALLER : ROUTE;
  }

  Refusal refusal(Exchange exchange, Challenge invalidToken, String revocation) {
    return switch (this) {
      case CALLER -> new Refusal.Unauthenticated(invalidToken, "revoked");
      case SESSION -> new Refusal.UnknownSession();
      case ROUTE -> new Refusal.Unavailable("This route is closed at the moment");
      case TOOL -> new Refusal.Hidden(exchange.target(), "revocation:" + revocation);
    };
  }
}
