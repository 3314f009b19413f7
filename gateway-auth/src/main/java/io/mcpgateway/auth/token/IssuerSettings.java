package io.mcpgateway.auth.token;

import io.mcpgateway.auth.server.ServerAccess;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust, and for what. Two equal settings mean the same issuer, so that a reload can keep
 * its keys.
 *
 * @param name how the operator calls it
 * @param issuer the exact {@code iss} of its tokens, and where its metadata is found: an https URL,
 *     or an http URL on a loopback address
 * @param tokens which of its tokens are accepted
 * @param claims where they say what the standards leave open
 * @param keys where its keys come from
 * @param server how its server is reached
 * @param metadata where its metadata is
 * @param introspection how it is asked about tokens, or null if it is not
 */
public record IssuerSettings(
    String name,
    String issuer,
    TokenRules tokens,
    ClaimPaths claims,
    KeySource keys,
    ServerAccess server,
    MetadataSource metadata,
    @Nullable IntrospectionSettings introspection) {

  public IssuerSettings {
    require(!name.isBlank(), "name", name, "a name");
    require(Locations.isIssuer(issuer), "issuer", issuer, "https, or http on loopback; no query");
    require(
        keys.jwksUri() == null || Locations.mayFetch(keys.jwksUri(), issuer),
        "jwks-uri",
        String.valueOf(keys.jwksUri()),
        "https, or http on loopback for an issuer that is so");
    require(
        introspection == null
            || introspection.url() == null
            || Locations.mayFetch(introspection.url(), issuer),
        "introspection.url",
        introspection == null ? "" : String.valueOf(introspection.url()),
        "https, or http on loopback for an issuer that is so");
    require(
        metadata.url() == null || Locations.mayFetch(metadata.url(), issuer),
        "metadata-url",
        String.valueOf(metadata.url()),
        "https, or http on loopback for an issuer that is so");
  }

  /** An issuer whose keys are discovered and of which nothing special is known. */
  public static IssuerSettings of(String name, String issuer) {
    return new IssuerSettings(
        name,
        issuer,
        TokenRules.DEFAULT,
        ClaimPaths.DEFAULT,
        KeySource.DISCOVERED,
        ServerAccess.DEFAULT,
        MetadataSource.DEFAULT,
        null);
  }

  public IssuerSettings with(TokenRules other) {
    return new IssuerSettings(name, issuer, other, claims, keys, server, metadata, introspection);
  }

  public IssuerSettings with(ClaimPaths other) {
    return new IssuerSettings(name, issuer, tokens, other, keys, server, metadata, introspection);
  }

  public IssuerSettings with(KeySource other) {
    return new IssuerSettings(name, issuer, tokens, claims, other, server, metadata, introspection);
  }

  public IssuerSettings with(ServerAccess other) {
    return new IssuerSettings(name, issuer, tokens, claims, keys, other, metadata, introspection);
  }

  public IssuerSettings with(MetadataSource other) {
    return new IssuerSettings(name, issuer, tokens, claims, keys, server, other, introspection);
  }

  public IssuerSettings with(IntrospectionSettings other) {
    return new IssuerSettings(name, issuer, tokens, claims, keys, server, metadata, other);
  }

  static void require(boolean holds, String what, String value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
    }
  }
}
