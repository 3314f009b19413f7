package io.mcpgateway.testkit.oauth;

import java.security.PublicKey;
import java.util.List;
import java.util.Map;

/**
 * A client that a test authorization server knows.
 *
 * @param redirectUris each compared character for character
 */
public record OAuthClient(String id, Authentication authentication, List<String> redirectUris) {

  /** How a client shows at the token endpoint that it is itself. */
  public sealed interface Authentication {
    /** A public client. */
    record None() implements Authentication {}

    /** {@code client_secret_basic}. */
    record Basic(String secret) implements Authentication {
      @Override
      public String toString() {
        return "Basic[redacted]";
      }
    }

    /** {@code client_secret_post}. */
    record Post(String secret) implements Authentication {
      @Override
      public String toString() {
        return "Post[redacted]";
      }
    }

    /** {@code private_key_jwt} of RFC 7523, by {@code kid}. */
    record Assertion(Map<String, PublicKey> keys) implements Authentication {}
  }

  public OAuthClient {
    redirectUris = List.copyOf(redirectUris);
  }

  /** A client that never redirects anybody, such as the gateway itself. */
  public static OAuthClient of(String id, Authentication authentication) {
    return new OAuthClient(id, authentication, List.of());
  }

  boolean isPublic() {
    return authentication instanceof Authentication.None;
  }
}
