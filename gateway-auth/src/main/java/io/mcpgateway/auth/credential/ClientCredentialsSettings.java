package io.mcpgateway.auth.credential;

/**
 * A token that the gateway gets for itself. Equal settings mean the same token, so that a reload
 * can keep it.
 */
public record ClientCredentialsSettings(AuthorizationServer server, TokenTarget target) {}
