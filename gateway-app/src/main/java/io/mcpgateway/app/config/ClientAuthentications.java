package io.mcpgateway.app.config;

import io.mcpgateway.auth.server.ClientAuthentication;
import io.mcpgateway.auth.signing.SigningKey;
import io.mcpgateway.core.config.YamlMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads how the gateway authenticates at an authorization server: {@code client-id}, {@code
 * client-auth} and what that takes, among the other keys of a mapping.
 */
final class ClientAuthentications {
  /** As in RFC 7591 section 2; {@code NONE} is a public client. */
  enum Method {
    CLIENT_SECRET_BASIC,
    CLIENT_SECRET_POST,
    PRIVATE_KEY_JWT,
    NONE;

    private boolean takesSecret() {
      return this == CLIENT_SECRET_BASIC || this == CLIENT_SECRET_POST;
    }
  }

  private ClientAuthentications() {}

  /** What is wrong is noted with the map; then the answer is a stand-in. */
  static ClientAuthentication read(YamlMap map) {
    String id = map.string("client-id");
    boolean hasKey = map.has("client-key");
    boolean hasSecret = map.has("client-secret");
    Method method =
        map.oneOf(
            "client-auth",
            Method.class,
            hasKey ? Method.PRIVATE_KEY_JWT : Method.CLIENT_SECRET_BASIC);
    String secret = method.takesSecret() ? map.secret("client-secret") : "";
    SigningKey key = method == Method.PRIVATE_KEY_JWT ? key(map) : null;
    String audience = map.optionalString("client-assertion-audience");
    if (hasSecret && !method.takesSecret()) {
      map.problem("client-secret", "no client-secret beside this client-auth");
    }
    if (method != Method.PRIVATE_KEY_JWT) {
      for (String only :
          new String[] {
            "client-key", "client-key-id", "client-key-algorithm", "client-assertion-audience"
          }) {
        if (map.has(only)) {
          map.problem(only, "client-auth: private-key-jwt beside it");
        }
      }
    }
    try {
      return switch (method) {
        case CLIENT_SECRET_BASIC -> new ClientAuthentication.SecretBasic(id, secret);
        case CLIENT_SECRET_POST -> new ClientAuthentication.SecretPost(id, secret);
        case PRIVATE_KEY_JWT ->
            key == null ? standIn() : new ClientAuthentication.PrivateKeyJwt(id, key, audience);
        case NONE -> new ClientAuthentication.None(id);
      };
    } catch (IllegalArgumentException wrong) {
      Rejection rejection = Rejection.of(wrong);
      // What is missing or empty has been noted already.
      if (rejection.key().equals("client-id") && !id.isEmpty()) {
        map.problem("client-id", rejection.expected());
      }
      return standIn();
    }
  }

  private static @Nullable SigningKey key(YamlMap map) {
    SigningKeyText text = new SigningKeyText(map.optionalString("client-key-id"), algorithm(map));
    return text.read(map, "client-key", map.secret("client-key"));
  }

  private static @Nullable String algorithm(YamlMap map) {
    String algorithm = map.optionalString("client-key-algorithm");
    if (algorithm != null && !SigningKey.ALGORITHMS.contains(algorithm)) {
      map.problem("client-key-algorithm", "one of RS256, PS256, ES256, EdDSA");
      return null;
    }
    return algorithm;
  }

  private static ClientAuthentication standIn() {
    return new ClientAuthentication.None("?");
  }
}
