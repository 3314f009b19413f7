package io.mcpgateway.testkit;

import com.nimbusds.jose.JOSEException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A DPoP proof (RFC 9449) in the making. Every change makes a copy. */
public record TestProof(TestKey key, Map<String, Object> header, Map<String, Object> claims) {
  /** A good one. */
  public static TestProof of(TestKey key, String token, String method, String url, Instant now) {
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
    return new TestProof(key, header, claims);
  }

  public static Map<String, Object> jwk(TestKey key) {
    Map<String, Object> jwk = new LinkedHashMap<>(key.publicJwk().toJSONObject());
    jwk.keySet().removeAll(Set.of("kid", "alg", "use"));
    return jwk;
  }

  public static String thumbprint(TestKey key) {
    try {
      return key.publicJwk().computeThumbprint().toString();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public static String hash(String token) {
    try {
      return TestToken.base64(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public TestProof header(String name, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(header);
    copy.put(name, value);
    return new TestProof(key, copy, claims);
  }

  public TestProof withoutHeader(String name) {
    Map<String, Object> copy = new LinkedHashMap<>(header);
    copy.remove(name);
    return new TestProof(key, copy, claims);
  }

  public TestProof claim(String name, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(claims);
    copy.put(name, value);
    return new TestProof(key, header, copy);
  }

  public TestProof without(String name) {
    Map<String, Object> copy = new LinkedHashMap<>(claims);
    copy.remove(name);
    return new TestProof(key, header, copy);
  }

  /** Signed by another key than the one in its header. */
  public TestProof signedBy(TestKey other) {
    return new TestProof(other, header, claims);
  }

  public String sign() {
    return TestToken.sign(key, TestIssuer.json(header), TestIssuer.json(claims));
  }
}
