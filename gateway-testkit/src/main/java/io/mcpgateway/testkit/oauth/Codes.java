package io.mcpgateway.testkit.oauth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Authorization codes that nobody has redeemed yet, each good for once. Thread-safe. */
final class Codes {
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();

  private record Pending(Grant grant, String redirectUri, String challenge) {}

  String issue(Grant grant, String redirectUri, String challenge) {
    String code = UUID.randomUUID().toString();
    pending.put(code, new Pending(grant, redirectUri, challenge));
    return code;
  }

  /** RFC 6749 section 4.1.3, with PKCE, RFC 7636 section 4.6. */
  Grant redeem(OAuthRequest request, OAuthClient client) {
    Pending code = pending.remove(request.required("code"));
    if (code == null || !code.grant().client().id().equals(client.id())) {
      throw OAuthFailure.invalidGrant("code: unknown, redeemed, or of another client");
    }
    if (!code.redirectUri().equals(request.required("redirect_uri"))) {
      throw OAuthFailure.invalidGrant("redirect_uri: not that of the authorization request");
    }
    if (!code.challenge().equals(challenge(request.required("code_verifier")))) {
      throw OAuthFailure.invalidGrant("code_verifier: does not match code_challenge");
    }
    return code.grant();
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
