package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.exchange.Principal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token says (RFC 7519, RFC 9068), each claim of exactly the type it must have. Whether it
 * is true is for the signature to say.
 *
 * @param audience the values of {@code aud}
 * @param audienceIsArray whether {@code aud} is an array
 * @param expiresAt seconds since the epoch, like the two that follow
 */
record TokenClaims(
    AccessToken token,
    List<String> audience,
    boolean audienceIsArray,
    long expiresAt,
    @Nullable Long notBefore,
    @Nullable Long issuedAt) {

  /** The end of the year 9999: nothing later can be meant. */
  private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(253_402_300_799L);

  /** The {@code iss} of a token of which nothing else has been looked at. */
  static String issuer(JsonNode claims) throws InvalidTokenException {
    return text(claims, "iss");
  }

  static TokenClaims of(JsonNode claims, IssuerSettings settings) throws InvalidTokenException {
    Long expiresAt = seconds(claims, "exp");
    if (expiresAt == null) {
      throw new InvalidTokenException("exp: missing");
    }
    JsonNode audience = claims.path("aud");
    return new TokenClaims(
        new AccessToken(principal(claims, settings.claims(), expiresAt), Confirmation.NONE),
        audience.isTextual() ? List.of(text(claims, "aud")) : texts(audience, "aud"),
        audience.isArray(),
        expiresAt,
        seconds(claims, "nbf"),
        seconds(claims, "iat"));
  }

  private static Principal.Authenticated principal(
      JsonNode claims, ClaimPaths paths, long expiresAt) throws InvalidTokenException {
    return new Principal.Authenticated(
        issuer(claims),
        text(claims, "sub"),
        clientId(claims),
        List.of(),
        null,
        roles(claims, paths.roles()),
        scopes(claims),
        null,
        Instant.ofEpochSecond(expiresAt));
  }

  void requireTime(Instant now, Duration leeway) throws InvalidTokenException {
    long second = now.getEpochSecond();
    long tolerance = leeway.toSeconds();
    if (second >= expiresAt + tolerance) {
      throw new InvalidTokenException("exp: expired");
    }
    if (notBefore != null && second < notBefore - tolerance) {
      throw new InvalidTokenException("nbf: not valid yet");
    }
    if (issuedAt != null && second < issuedAt - tolerance) {
      throw new InvalidTokenException("iat: in the future");
    }
  }

  void requireAudience(String expected, boolean allowArray) throws InvalidTokenException {
    if (audienceIsArray && !allowArray) {
      throw new InvalidTokenException("aud: an array");
    }
    if (!audience.contains(expected)) {
      throw new InvalidTokenException("aud: another resource");
    }
  }

  private static @Nullable String clientId(JsonNode claims) throws InvalidTokenException {
    if (claims.has("azp")) {
      return text(claims, "azp");
    }
    return claims.has("client_id") ? text(claims, "client_id") : null;
  }

  private static Set<String> scopes(JsonNode claims) throws InvalidTokenException {
    if (claims.has("scope")) {
      return words(text(claims, "scope", true));
    }
    JsonNode scp = claims.path("scp");
    if (scp.isTextual()) {
      return words(text(claims, "scp", true));
    }
    return scp.isMissingNode() ? Set.of() : new LinkedHashSet<>(texts(scp, "scp"));
  }

  private static Set<String> words(String text) {
    Set<String> words = new LinkedHashSet<>();
    int start = 0;
    while (start <= text.length()) {
      int space = text.indexOf(' ', start);
      int end = space < 0 ? text.length() : space;
      if (end > start) {
        words.add(text.substring(start, end));
      }
      start = end + 1;
    }
    return words;
  }

  private static Set<String> roles(JsonNode claims, String path) throws InvalidTokenException {
    JsonNode roles = at(claims, path);
    if (roles == null) {
      return Set.of();
    }
    return roles.isTextual()
        ? Set.of(clean(roles.textValue(), "roles", false))
        : new LinkedHashSet<>(texts(roles, "roles"));
  }

  /**
   * The claim at {@code path}, or null. A name with dots in it is found whole before it is taken
   * for a path, at every level: {@code https://example.com/roles} and {@code
   * resource_access.my.client.roles} both work.
   */
  private static @Nullable JsonNode at(JsonNode object, String path) {
    JsonNode whole = object.get(path);
    if (whole != null) {
      return whole;
    }
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      JsonNode inner = object.get(path.substring(0, dot));
      JsonNode found = inner == null ? null : at(inner, path.substring(dot + 1));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Long seconds(JsonNode claims, String name) throws InvalidTokenException {
    JsonNode value = claims.get(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw new InvalidTokenException(name + ": not a number");
    }
    BigDecimal seconds = value.decimalValue();
    if (seconds.signum() < 0 || seconds.compareTo(LAST_SECOND) > 0) {
      throw new InvalidTokenException(name + ": not a time");
    }
    return seconds.longValue();
  }

  private static String text(JsonNode claims, String name) throws InvalidTokenException {
    return text(claims, name, false);
  }

  private static String text(JsonNode claims, String name, boolean mayBeEmpty)
      throws InvalidTokenException {
    JsonNode value = claims.path(name);
    if (!value.isTextual()) {
      throw new InvalidTokenException(name + ": not a string");
    }
    return clean(value.textValue(), name, mayBeEmpty);
  }

  private static List<String> texts(JsonNode array, String name) throws InvalidTokenException {
    if (!array.isArray()) {
      throw new InvalidTokenException(name + ": neither a string nor an array of strings");
    }
    List<String> texts = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      if (!element.isTextual()) {
        throw new InvalidTokenException(name + ": neither a string nor an array of strings");
      }
      texts.add(clean(element.textValue(), name, false));
    }
    return texts;
  }

  /** Principals are compared, joined with separators and logged: only well-formed visible text. */
  private static String clean(String text, String name, boolean mayBeEmpty)
      throws InvalidTokenException {
    if (text.isEmpty() && !mayBeEmpty) {
      throw new InvalidTokenException(name + ": empty");
    }
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isHighSurrogate(character)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isISOControl(character) || Character.isSurrogate(character)) {
        throw new InvalidTokenException(name + ": a control character or half a surrogate pair");
      }
    }
    return text;
  }
}
