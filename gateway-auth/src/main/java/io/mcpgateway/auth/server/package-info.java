/**
 * The gateway as an HTTP client of authorization servers: metadata, key sets, introspection and
 * token endpoints. Which addresses it connects to, how long it waits and how much it reads is
 * decided here and nowhere else.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.auth.server.ServerClient}, then {@link io.mcpgateway.auth.server.Reach}.
 *
 * <h2>Threads</h2>
 *
 * {@code ServerClient} blocks and is for virtual threads, never for event loops. Everything else is
 * immutable.
 */
@NullMarked
package io.mcpgateway.auth.server;

import org.jspecify.annotations.NullMarked;
