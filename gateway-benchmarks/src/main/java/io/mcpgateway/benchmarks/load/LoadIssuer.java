package io.mcpgateway.benchmarks.load;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The authorization server whose tokens the load carries: a key made for this run, its metadata and
 * its key set.
 */
final class LoadIssuer implements AutoCloseable {

  private static final int TOKEN_LENGTH = 842;
  private static final Duration LIFE = Duration.ofHours(12);

  private final HttpServer server;
  private final RSAKey key;
  private final ECKey unusedKey;
  private final AtomicLong keyFetches = new AtomicLong();
  private final Random random = new Random(1);

  private LoadIssuer(HttpServer server, RSAKey key, ECKey unusedKey) {
    this.server = server;
    this.key = key;
    this.unusedKey = unusedKey;
  }

  static LoadIssuer start() throws IOException, JOSEException {
    RSAKey key = new RSAKeyGenerator(2048).keyID("load").algorithm(JWSAlgorithm.RS256).generate();
    ECKey unused = new ECKeyGenerator(Curve.P_256).keyID("load-ec").generate();
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    LoadIssuer issuer = new LoadIssuer(HttpServer.create(anyPort, 0), key, unused);
    issuer.serve("/.well-known/oauth-authorization-server", issuer.metadata());
    issuer.serve("/.well-known/openid-configuration", issuer.metadata());
    issuer.serve("/jwks", new JWKSet(List.of(key.toPublicJWK(), unused.toPublicJWK())).toString());
    issuer.server.start();
    return issuer;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * A token for {@code audience}, RS256, of the length that tokens of common identity providers
   * have.
   */
  String token(String audience) throws JOSEException {
    String shortest = token(audience, "");
    int filler = Math.max(0, (TOKEN_LENGTH - shortest.length()) * 3 / 4);
    return token(audience, "x".repeat(filler));
  }

  /**
   * A token for {@code audience} that nobody signed, different for every {@code number}. Only the
   * signature, or the name of the key, gives it away. For one thread at a time.
   */
  String wrongToken(String audience, Flood flood, int number) {
    String kid =
        flood == Flood.UNKNOWN_KID ? "unknown-" + number : String.valueOf(unusedKey.getKeyID());
    String header = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"" + kid + "\"}";
    long now = Instant.now().getEpochSecond();
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"mallory\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d,\"jti\":\"junk-%d\"}"
            .formatted(url(), audience, now, now + 3600, number);
    byte[] signature = new byte[64];
    random.nextBytes(signature);
    return encode(header.getBytes(StandardCharsets.UTF_8))
        + "."
        + encode(claims.getBytes(StandardCharsets.UTF_8))
        + "."
        + encode(signature);
  }

  /** How often somebody asked for the keys. */
  long keyFetches() {
    return keyFetches.get();
  }

  private static String encode(byte[] part) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(part);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private String token(String audience, String filler) throws JOSEException {
    Instant now = Instant.now();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(key.getKeyID())
            .build();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(url())
            .subject("ada")
            .audience(audience)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFE)))
            .jwtID("load-1")
            .claim("client_id", "load")
            .claim("scope", "mcp")
            .claim("roles", List.of("sales"))
            .claim("filler", filler)
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private String metadata() {
    return Messages.JSON
        .createObjectNode()
        .put("issuer", url())
        .put("authorization_endpoint", url() + "/authorize")
        .put("token_endpoint", url() + "/token")
        .put("jwks_uri", url() + "/jwks")
        .set("response_types_supported", Messages.JSON.createArrayNode().add("code"))
        .toString();
  }

  private void serve(String path, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          if (path.equals("/jwks")) {
            keyFetches.incrementAndGet();
          }
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
  }
}
