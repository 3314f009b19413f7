package io.mcpgateway.auth.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import io.mcpgateway.testkit.TestKey;
import io.mcpgateway.testkit.TestToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A DPoP proof in the making. Every change makes a copy. */
record Proof(TestKey key, Map<String, Object> header, Map<String, Object> claims) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A good one. */
  static Proof of(TestKey key, String token, String method, String url, Instant now) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("typ", "dpop+jwt");
    header.put("alg", key.algorithm());
    header.put("jwk", jwk(key));
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("htm", method);
    claims.put("htu", url);
    claims.put("iat", now.getEpochSecond());
    claims.put("ath", hash(token));
    return new Proof(key, header, claims);
  }

  static Map<String, Object> jwk(TestKey key) {
    Map<String, Object> jwk = new LinkedHashMap<>(key.publicJwk().toJSONObject());
    jwk.keySet().removeAll(java.util.Set.of("kid", "alg", "use"));
    return jwk;
  }

  static String thumbprint(TestKey key) {
    try {
      return key.publicJwk().computeThumbprint().toString();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static String hash(String token) {
    try {
      return TestToken.base64(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  Proof header(String name, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(header);
    copy.put(name, value);
    return new Proof(key, copy, claims);
  }

  Proof withoutHeader(String name) {
    Map<String, Object> copy = new LinkedHashMap<>(header);
    copy.remove(name);
    return new Proof(key, copy, claims);
  }

  Proof claim(String name, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(claims);
    copy.put(name, value);
    return new Proof(key, header, copy);
  }

  Proof without(String name) {
    Map<String, Object> copy = new LinkedHashMap<>(claims);
    copy.remove(name);
    return new Proof(key, header, copy);
  }

  /** Signed by another key than the one in its header. */
  Proof signedBy(TestKey other) {
    return new Proof(other, header, claims);
  }

  String sign() {
    try {
      return TestToken.sign(key, JSON.writeValueAsString(header), JSON.writeValueAsString(claims));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
