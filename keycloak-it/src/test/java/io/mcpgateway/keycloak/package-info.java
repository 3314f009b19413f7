/**
 * The gateway with Keycloak as its authorization server, both real. What {@code docs/keycloak.md}
 * says is what {@link io.mcpgateway.keycloak.Realm} does.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.keycloak.KeycloakTest} for the tokens of callers, {@link
 * io.mcpgateway.keycloak.GatewayAsClientTest} for what the gateway itself asks of Keycloak.
 *
 * <h2>Threads</h2>
 *
 * Those of the tests.
 */
@NullMarked
package io.mcpgateway.keycloak;

import org.jspecify.annotations.NullMarked;
