package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Refusal;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;

/**
 * An upstream that says 401 or 403 says it to the gateway, not to the client: the credential is the
 * gateway's, so its challenge is never passed on (a client would answer it with a token that the
 * upstream must not see).
 */
final class CredentialRefusal {
  private CredentialRefusal() {}

  static boolean is(int status) {
    return status == 401 || status == 403;
  }

  /**
   * Whether the credential itself is no good any more (RFC 6750 section 3.1), rather than not
   * enough for this request.
   */
  static boolean isFinal(int status, HttpHeaders headers) {
    if (status == 401) {
      return true;
    }
    for (String challenge : headers.getAll(HttpHeaderNames.WWW_AUTHENTICATE)) {
      if (challenge.toLowerCase(Locale.ROOT).contains("invalid_token")) {
        return true;
      }
    }
    return false;
  }

  static Refusal.CredentialFailed of(String upstream, int status) {
    return new Refusal.CredentialFailed(
        upstream, false, "the upstream refused the credential (status " + status + ")");
  }
}
