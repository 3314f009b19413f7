/**
 * A small authorization server that keeps the rules, and breaks the one that a test asks for.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.testkit.oauth.TestAuthorizationServer}; as a process of its own {@link
 * io.mcpgateway.testkit.oauth.TestAuthorizationServerMain}.
 *
 * <h2>Threads</h2>
 *
 * A virtual thread serves each request. Switches may be thrown from any thread and count for the
 * next request.
 */
@NullMarked
package io.mcpgateway.testkit.oauth;

import org.jspecify.annotations.NullMarked;
