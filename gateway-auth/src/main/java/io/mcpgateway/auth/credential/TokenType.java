package io.mcpgateway.auth.credential;

/** Token type identifiers (RFC 8693 section 3, and that of identity assertions). */
public enum TokenType {
  ACCESS_TOKEN("access_token"),
  JWT("jwt"),
  ID_TOKEN("id_token"),
  ID_JAG("id-jag");

  private final String urn;

  TokenType(String name) {
    this.urn = "urn:ietf:params:oauth:token-type:" + name;
  }

  String urn() {
    return urn;
  }
}
