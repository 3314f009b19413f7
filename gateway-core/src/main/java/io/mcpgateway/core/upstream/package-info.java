/**
 * The upstream edge: how the gateway speaks to the MCP servers behind it.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.core.upstream.UpstreamEdge} sends an exchange. Inside, a {@code Call} is one
 * HTTP request on a pooled connection and knows nothing of MCP; a {@code Relay} turns its response
 * into a reply; an {@code UpstreamDialect} says how an era puts things.
 *
 * <h2>Threads</h2>
 *
 * A connection lives on the event loop of the exchange that needed it first, and serves exchanges
 * of that loop only: there are no locks and no hand-overs. Names are resolved on virtual threads.
 */
@NullMarked
package io.mcpgateway.core.upstream;

import org.jspecify.annotations.NullMarked;
