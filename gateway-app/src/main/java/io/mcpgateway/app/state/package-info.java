/**
 * What the gateway itself knows and keeps across restarts, in files of its own.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.state.StateDirectory}.
 *
 * <h2>Threads</h2>
 *
 * Blocks: called at the start and on virtual threads, never on event loops. Thread-safe.
 */
@NullMarked
package io.mcpgateway.app.state;

import org.jspecify.annotations.NullMarked;
