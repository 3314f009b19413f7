package io.mcpgateway.auth.token;

import io.mcpgateway.core.exchange.Principal;

/**
 * What a token says that has been verified.
 *
 * @param confirmation to whom it is bound; not checked yet
 */
public record AccessToken(Principal.Authenticated principal, Confirmation confirmation) {}
