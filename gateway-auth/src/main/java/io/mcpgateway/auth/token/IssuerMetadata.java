package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An issuer's metadata (RFC 8414, OpenID Connect Discovery), as far as the gateway uses it.
 *
 * @param document as it arrived
 * @param keys its {@code jwks_uri}, or null
 * @param introspection its {@code introspection_endpoint}, or null
 */
record IssuerMetadata(byte[] document, @Nullable URI keys, @Nullable URI introspection) {
  /**
   * @throws IOException if this is not the metadata of exactly {@code issuer} (RFC 8414 section
   *     3.3), or names a location that must not be fetched
   */
  static IssuerMetadata parse(byte[] document, String issuer) throws IOException {
    JsonNode json = StrictJson.object(document);
    if (!issuer.equals(json.path("issuer").textValue())) {
      throw new IOException("the metadata is that of another issuer");
    }
    return new IssuerMetadata(
        document,
        location(json, "jwks_uri", issuer),
        location(json, "introspection_endpoint", issuer));
  }

  private static @Nullable URI location(JsonNode json, String member, String issuer)
      throws IOException {
    JsonNode value = json.get(member);
    if (value == null) {
      return null;
    }
    URI location = value.isTextual() ? Locations.parse(value.textValue()) : null;
    if (location == null || !Locations.mayFetch(location, issuer)) {
      throw new IOException("the metadata has a " + member + " that may not be fetched");
    }
    return location;
  }
}
