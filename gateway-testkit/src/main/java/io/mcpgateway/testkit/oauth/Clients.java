package io.mcpgateway.testkit.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The clients that the server knows: registered beforehand, by RFC 7591, or by the document that
 * their id is the URL of (draft-ietf-oauth-client-id-metadata-document).
 */
final class Clients {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Settings settings;
  private final Map<String, OAuthClient> known = new ConcurrentHashMap<>();
  private final AtomicInteger documentFetches = new AtomicInteger();
  private volatile HttpClient http = HttpClient.newHttpClient();

  Clients(Settings settings) {
    this.settings = settings;
  }

  void fetchWith(HttpClient next) {
    http = next;
  }

  int documentFetches() {
    return documentFetches.get();
  }

  void add(OAuthClient client) {
    known.put(client.id(), client);
  }

  Optional<OAuthClient> find(String id) {
    OAuthClient client = known.get(id);
    if (client == null && settings.has(Feature.CLIENT_ID_METADATA) && isDocument(id)) {
      return Optional.of(fetch(id));
    }
    return Optional.ofNullable(client);
  }

  /** https, or http on loopback; with a path. */
  private static boolean isDocument(String id) {
    return (id.startsWith("https://") || id.startsWith("http://127.0.0.1:"))
        && URI.create(id).getPath().length() > 1;
  }

  private OAuthClient fetch(String id) {
    documentFetches.incrementAndGet();
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(id)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      Map<String, Object> document = Json.object(answer.body());
      if (answer.statusCode() != 200 || !id.equals(document.get("client_id"))) {
        throw OAuthFailure.invalidClient("client_id: its document does not say " + id);
      }
      return new OAuthClient(
          id, authentication(document, Optional.empty()), redirectUris(document));
    } catch (IOException | IllegalArgumentException unusable) {
      throw OAuthFailure.invalidClient("client_id: no document at " + id);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw OAuthFailure.invalidClient("client_id: no time for " + id);
    }
  }

  /** Dynamic registration, RFC 7591. */
  Answer register(OAuthRequest request) {
    if (!settings.has(Feature.DYNAMIC_REGISTRATION)) {
      throw new OAuthFailure(403, "access_denied", "registration: off");
    }
    Map<String, Object> metadata = metadata(request);
    String id = UUID.randomUUID().toString();
    String secret = UUID.randomUUID().toString();
    OAuthClient client =
        new OAuthClient(id, authentication(metadata, Optional.of(secret)), redirectUris(metadata));
    add(client);
    Map<String, Object> said = new LinkedHashMap<>(metadata);
    said.put("client_id", id);
    said.put("token_endpoint_auth_method", method(client.authentication()));
    switch (client.authentication()) {
      case OAuthClient.Authentication.Basic _, OAuthClient.Authentication.Post _ -> {
        said.put("client_secret", secret);
        said.put("client_secret_expires_at", 0);
      }
      case OAuthClient.Authentication.None _, OAuthClient.Authentication.Assertion _ -> {
        // Nothing to keep secret.
      }
    }
    return Answer.json(201, said);
  }

  private static Map<String, Object> metadata(OAuthRequest request) {
    try {
      return Json.object(request.body());
    } catch (IllegalArgumentException malformed) {
      throw new OAuthFailure("invalid_client_metadata", "not a JSON object");
    }
  }

  private static List<String> redirectUris(Map<String, Object> metadata) {
    if (!(metadata.get("redirect_uris") instanceof List<?> uris) || uris.isEmpty()) {
      throw new OAuthFailure("invalid_redirect_uri", "redirect_uris: none (expected: a list)");
    }
    return uris.stream().map(Object::toString).toList();
  }

  /**
   * @param secret for the methods that need one; a document has none to share
   */
  private static OAuthClient.Authentication authentication(
      Map<String, Object> metadata, Optional<String> secret) {
    // RFC 7591 section 2 makes basic the default.
    String wanted =
        metadata
            .getOrDefault(
                "token_endpoint_auth_method", secret.isPresent() ? "client_secret_basic" : "none")
            .toString();
    return switch (wanted) {
      case "none" -> new OAuthClient.Authentication.None();
      case "private_key_jwt" -> new OAuthClient.Authentication.Assertion(keys(metadata));
      case "client_secret_basic" ->
          new OAuthClient.Authentication.Basic(secret.orElseThrow(() -> unknownMethod(wanted)));
      case "client_secret_post" ->
          new OAuthClient.Authentication.Post(secret.orElseThrow(() -> unknownMethod(wanted)));
      default -> throw unknownMethod(wanted);
    };
  }

  private static OAuthFailure unknownMethod(String method) {
    return new OAuthFailure("invalid_client_metadata", "token_endpoint_auth_method: " + method);
  }

  private static Map<String, PublicKey> keys(Map<String, Object> metadata) {
    try {
      Map<String, PublicKey> keys = new HashMap<>();
      for (JWK key : JWKSet.parse(Json.write(metadata.getOrDefault("jwks", Map.of()))).getKeys()) {
        keys.put(String.valueOf(key.getKeyID()), publicKey(key));
      }
      return keys;
    } catch (ParseException malformed) {
      throw new OAuthFailure("invalid_client_metadata", "jwks: no key set");
    }
  }

  /** Of an RSA or EC key; others are an {@link IllegalArgumentException}. */
  static PublicKey publicKey(JWK key) {
    try {
      return switch (key.getKeyType().getValue()) {
        case "RSA" -> key.toRSAKey().toPublicKey();
        case "EC" -> key.toECKey().toPublicKey();
        default -> throw new IllegalArgumentException("kty: " + key.getKeyType());
      };
    } catch (JOSEException unusable) {
      throw new IllegalArgumentException(unusable);
    }
  }

  static String method(OAuthClient.Authentication authentication) {
    return switch (authentication) {
      case OAuthClient.Authentication.None _ -> "none";
      case OAuthClient.Authentication.Basic _ -> "client_secret_basic";
      case OAuthClient.Authentication.Post _ -> "client_secret_post";
      case OAuthClient.Authentication.Assertion _ -> "private_key_jwt";
    };
  }
}
