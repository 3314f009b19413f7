package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an issuer says about one of its tokens. */
sealed interface IntrospectionAnswer {
  /**
   * The token is good.
   *
   * @param claims as they would stand in a JWT
   * @param until how long that counts
   */
  record Active(JsonNode claims, Instant until) implements IntrospectionAnswer {}

  /** It is not, or not one that may be accepted here. */
  record Inactive(String problem) implements IntrospectionAnswer {}

  /** The issuer has not answered in a way that can be believed. */
  record Unknown(String problem) implements IntrospectionAnswer {}

  /**
   * Reads an answer strictly (RFC 7662 section 2.2). What it leaves out is put in where that is
   * safe: the issuer, which is who was asked, and a very near expiry.
   *
   * @param until how long the answer counts at most
   * @param unlessSaid when the token counts as expired if the answer does not say
   * @throws IOException if this is no answer to the question
   */
  static IntrospectionAnswer parse(byte[] json, String issuer, Instant until, Instant unlessSaid)
      throws IOException {
    JsonNode answer = StrictJson.object(json);
    JsonNode active = answer.get("active");
    if (active == null || !active.isBoolean()) {
      throw new IOException("the answer does not say whether the token is active");
    }
    if (!active.booleanValue()) {
      return new Inactive("introspection: not active");
    }
    ObjectNode claims = (ObjectNode) answer;
    if (!claims.has("iss")) {
      claims.put("iss", issuer);
    } else if (!issuer.equals(claims.get("iss").textValue())) {
      return new Inactive("introspection: iss is another issuer");
    }
    if (!claims.has("exp")) {
      claims.put("exp", unlessSaid.getEpochSecond());
    }
    String problem = kindProblem(claims);
    return problem == null
        ? new Active(claims, earlier(until, claims.get("exp")))
        : new Inactive(problem);
  }

  /** What {@code exp} is exactly, is for the claims to say. */
  private static Instant earlier(Instant until, JsonNode exp) {
    long end = exp.canConvertToLong() ? Math.max(0, exp.longValue()) : 0;
    return end < until.getEpochSecond() ? Instant.ofEpochSecond(end) : until;
  }

  private static @Nullable String kindProblem(JsonNode claims) {
    JsonNode kind = claims.get("token_type");
    if (kind == null) {
      return null;
    }
    return switch (kind.isTextual() ? kind.textValue().toLowerCase(Locale.ROOT) : "") {
      case "bearer", "access_token" -> null;
      // RFC 9449 section 6.2: what is bound says to which key.
      case "dpop" ->
          claims.path("cnf").path("jkt").isTextual() ? null : "introspection: DPoP without cnf.jkt";
      default -> "introspection: token_type is not that of an access token";
    };
  }
}
