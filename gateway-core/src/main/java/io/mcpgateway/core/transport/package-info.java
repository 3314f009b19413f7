/**
 * The client edge: listeners, TLS, HTTP/1.1 and HTTP/2, Streamable HTTP in every revision, and the
 * way back to the client.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.core.transport.ClientEdge} opens listeners. {@code ClientHandler} takes one
 * request from its head to its reply; {@code HttpRules} says which heads it accepts, {@code
 * ClientDialect} what a message means in the era of its client, {@code ClientReply} how the reply
 * goes out.
 *
 * <h2>Threads</h2>
 *
 * Everything about a connection happens on its event loop. {@code ClientEdge} and {@code Listener}
 * may be used from any thread.
 */
@NullMarked
package io.mcpgateway.core.transport;

import org.jspecify.annotations.NullMarked;
