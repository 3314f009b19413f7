package io.mcpgateway.auth.resource;

/** What stands in {@code WWW-Authenticate} (RFC 6750 section 3, RFC 9728 section 5.1). */
final class Challenges {
  private Challenges() {}

  /** No {@code error}: the client has not tried, and learns what to do. */
  static String noToken(ProtectedResourceMetadata metadata) {
    return "Bearer " + metadata(metadata) + scope(metadata);
  }

  /** The same for every way in which a token can be wrong: a forger learns nothing. */
  static String invalidToken(ProtectedResourceMetadata metadata) {
    return "Bearer error=\"invalid_token\","
        + " error_description=\"The access token is malformed, expired, or not for this"
        + " resource\", "
        + metadata(metadata)
        + scope(metadata);
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
