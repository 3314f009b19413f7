package io.mcpgateway.auth.server;

import io.mcpgateway.auth.signing.SigningKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway proves which client it is at an authorization server's endpoints (RFC 6749
 * section 2.3, RFC 7523 section 2.2; the names are those of RFC 7591). Immutable and thread-safe;
 * never prints a secret.
 */
public sealed interface ClientAuthentication {
  /**
   * What a request gets.
   *
   * @param headers header fields, names in lower case
   * @param form members of the form
   */
  record Fields(Map<String, String> headers, Map<String, String> form) {
    public Fields {
      headers = Map.copyOf(headers);
      form = Map.copyOf(form);
    }

    @Override
    public String toString() {
      return "Fields[" + headers.keySet() + ", " + form.keySet() + "]";
    }
  }

  /** A public client: says its name and proves nothing. */
  record None(String clientId) implements ClientAuthentication {
    public None {
      requireId(clientId);
    }

    @Override
    public Fields fields(String server, Instant now) {
      return new Fields(Map.of(), Map.of("client_id", clientId));
    }
  }

  /** {@code client_secret_basic}. */
  record SecretBasic(String clientId, String secret) implements ClientAuthentication {
    public SecretBasic {
      requireId(clientId);
      requireSecret(secret);
    }

    @Override
    public Fields fields(String server, Instant now) {
      // Encoded first (RFC 6749 section 2.3.1): a colon in the id must not end it.
      String pair = encoded(clientId) + ":" + encoded(secret);
      String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
      return new Fields(Map.of("authorization", "Basic " + basic), Map.of());
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "SecretBasic[" + clientId + "]";
    }
  }

  /** {@code client_secret_post}. */
  record SecretPost(String clientId, String secret) implements ClientAuthentication {
    public SecretPost {
      requireId(clientId);
      requireSecret(secret);
    }

    @Override
    public Fields fields(String server, Instant now) {
      return new Fields(Map.of(), Map.of("client_id", clientId, "client_secret", secret));
    }

    @Override
    public String toString() {
      return "SecretPost[" + clientId + "]";
    }
  }

  /**
   * {@code private_key_jwt}.
   *
   * @param audience the assertion's {@code aud} where the server wants another than its issuer, for
   *     example its token endpoint; else null
   */
  record PrivateKeyJwt(String clientId, SigningKey key, @Nullable String audience)
      implements ClientAuthentication {
    /** Long enough for clocks that differ a little, short enough to be worth nothing later. */
    private static final Duration LIFE = Duration.ofSeconds(60);

    public PrivateKeyJwt {
      requireId(clientId);
    }

    @Override
    public Fields fields(String server, Instant now) {
      Map<String, Object> claims = new LinkedHashMap<>();
      claims.put("iss", clientId);
      claims.put("sub", clientId);
      claims.put("aud", audience == null ? server : audience);
      claims.put("jti", UUID.randomUUID().toString());
      claims.put("iat", now.getEpochSecond());
      claims.put("exp", now.plus(LIFE).getEpochSecond());
      return new Fields(
          Map.of(),
          Map.of(
              "client_id",
              clientId,
              "client_assertion_type",
              "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
              "client_assertion",
              key.sign("JWT", claims)));
    }
  }

  String clientId();

  /**
   * What one request gets. May take a millisecond or two: not for event loops.
   *
   * @param server whom the proof is for: the server's issuer, or the endpoint's URL where the
   *     issuer is not known
   */
  Fields fields(String server, Instant now);

  private static void requireId(String clientId) {
    if (clientId.isEmpty() || !clientId.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw new IllegalArgumentException("client-id: " + clientId + " (expected: visible ASCII)");
    }
  }

  private static void requireSecret(String secret) {
    if (secret.isBlank()) {
      throw new IllegalArgumentException("client-secret: empty (expected: a secret)");
    }
  }
}
