package io.mcpgateway.app.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/**
 * The authorization server of the demo: its metadata (RFC 8414), its keys, and tokens (RFC 9068).
 */
final class DemoIssuer implements AutoCloseable {
  private static final Duration LIFE = Duration.ofHours(12);

  private final RSAKey key;
  private final DemoServer server;

  private DemoIssuer(RSAKey key) throws IOException {
    this.key = key;
    this.server = DemoServer.start(this::handle);
  }

  static DemoIssuer start() throws IOException, JOSEException {
    return new DemoIssuer(
        new RSAKeyGenerator(2048)
            .keyID("demo")
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.RS256)
            .generate());
  }

  String issuer() {
    return server.url();
  }

  /** A token for {@code agent}, whose one role has the same name. */
  String token(String agent, String audience) throws JOSEException {
    Instant now = Instant.now();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .subject(agent + "-agent")
            .audience(audience)
            .claim("client_id", "demo")
            .claim("roles", List.of(agent))
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFE)))
            .build();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(key.getKeyID())
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      switch (http.getRequestURI().getPath()) {
        case "/.well-known/oauth-authorization-server" -> answer(http, metadata());
        case "/jwks" -> answer(http, new JWKSet(key.toPublicJWK()).toString());
        default -> http.sendResponseHeaders(404, -1);
      }
    }
  }

  private String metadata() {
    return """
        {"issuer":"%s","jwks_uri":"%s/jwks","response_types_supported":["code"],
         "authorization_endpoint":"%s/authorize","token_endpoint":"%s/token"}\
        """
        .replace("%s", issuer());
  }

  private static void answer(HttpExchange http, String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    http.getResponseHeaders().set("Content-Type", "application/json");
    http.sendResponseHeaders(200, bytes.length);
    http.getResponseBody().write(bytes);
  }
}
