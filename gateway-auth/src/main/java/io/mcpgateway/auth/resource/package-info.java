/**
 * The gateway as an OAuth 2.1 resource server: who is calling, and what a caller without a good
 * token is told.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.auth.resource.AuthenticationStage}, then {@link
 * io.mcpgateway.auth.resource.ProtectedResourceMetadata}.
 *
 * <h2>Threads</h2>
 *
 * The stage is called on event loops and does not block. Everything else is immutable.
 */
@NullMarked
package io.mcpgateway.auth.resource;

import org.jspecify.annotations.NullMarked;
