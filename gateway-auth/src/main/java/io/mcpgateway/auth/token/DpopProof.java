package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends along to show that a token is its own: a JWT signed with the key that the
 * token is bound to (RFC 9449 section 4.2). Read strictly; its signature is not checked yet.
 *
 * @param keyThumbprint of the key in its header
 * @param id its {@code jti}
 * @param issuedAt seconds since the epoch
 */
record DpopProof(
    CompactJwt jwt, String keyThumbprint, String id, long issuedAt, @Nullable String nonce) {
  private static final String TYPE = "dpop+jwt";

  /** A proof of somebody who wants to fill the replay cache's memory is refused early. */
  private static final int MAX_ID_LENGTH = 512;

  static DpopProof parse(String text, SequencedSet<String> algorithms)
      throws InvalidTokenException {
    CompactJwt jwt = CompactJwt.withOwnKey(BearerToken.in(text, 0));
    if (!TYPE.equals(TokenKind.normalized(jwt.type()))) {
      throw new InvalidTokenException("typ: not dpop+jwt");
    }
    if (!algorithms.contains(jwt.alg())) {
      throw new InvalidTokenException("alg: not one for proofs");
    }
    JsonNode claims = jwt.claims();
    String id = ClaimValues.text(claims, "jti");
    if (id.length() > MAX_ID_LENGTH) {
      throw new InvalidTokenException("jti: too long");
    }
    Long issuedAt = ClaimValues.seconds(claims, "iat");
    if (issuedAt == null) {
      throw new InvalidTokenException("iat: missing");
    }
    return new DpopProof(
        jwt,
        JwkThumbprint.of(jwt.header().path(CompactJwt.JWK)),
        id,
        issuedAt,
        ClaimValues.optionalText(claims, "nonce"));
  }

  /** Throws unless it is for this request and this token, and was made just now. */
  void requireFor(DpopVerifier.Request request, Instant now, Duration window)
      throws InvalidTokenException {
    if (!keyThumbprint.equals(request.keyThumbprint())) {
      throw new InvalidTokenException("jwk: not the key that the token is bound to");
    }
    if (!ClaimValues.text(jwt.claims(), "htm").equals(request.httpMethod())) {
      throw new InvalidTokenException("htm: another method");
    }
    if (!request.target().isMeantBy(ClaimValues.text(jwt.claims(), "htu"))) {
      throw new InvalidTokenException("htu: another URL");
    }
    long age = now.getEpochSecond() - issuedAt;
    if (age > window.toSeconds()) {
      throw new InvalidTokenException("iat: too old");
    }
    if (-age > window.toSeconds()) {
      throw new InvalidTokenException("iat: in the future");
    }
    if (!ClaimValues.text(jwt.claims(), "ath").equals(hash(request.token()))) {
      throw new InvalidTokenException("ath: another token");
    }
  }

  private static String hash(BearerToken token) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Sha256.of(token.bytes(), token.start(), token.length()));
  }

  @Override
  public String toString() {
    return "DpopProof[redacted]";
  }
}
