package io.mcpgateway.auth.resource;

import io.mcpgateway.core.exchange.Challenge;

/** What stands in {@code WWW-Authenticate} (RFC 6750 section 3, RFC 9728 section 5.1). */
final class Challenges {
  private Challenges() {}

  /** No {@code error}: the client has not tried, and learns what to do. */
  static Challenge noToken(ProtectedResourceMetadata metadata) {
    return new Challenge("Bearer " + metadata(metadata) + scope(metadata));
  }

  /** The same for every way in which a token can be wrong: a forger learns nothing. */
  static Challenge invalidToken(ProtectedResourceMetadata metadata) {
    return new Challenge(
        "Bearer error=\"invalid_token\","
            + " error_description=\"The access token is malformed, expired, or not for this"
            + " resource\", "
            + metadata(metadata)
            + scope(metadata));
  }

  private static String metadata(ProtectedResourceMetadata metadata) {
    return "resource_metadata=\"" + metadata.location() + "\"";
  }

  private static String scope(ProtectedResourceMetadata metadata) {
    return metadata.scopes().isEmpty()
        ? ""
        : ", scope=\"" + String.join(" ", metadata.scopes()) + "\"";
  }
}
