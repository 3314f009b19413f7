package io.mcpgateway.testkit.oauth;

/** What a test authorization server serves, each at its path below the issuer's URL. */
public enum Endpoint {
  /** RFC 8414 and OpenID Connect discovery, at every form of their URL. */
  METADATA("/.well-known/openid-configuration"),
  KEYS("/jwks"),
  AUTHORIZE("/authorize"),
  TOKEN("/token"),
  REGISTER("/register"),
  INTROSPECT("/introspect"),
  REVOKE("/revoke");

  private final String path;

  Endpoint(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }
}
