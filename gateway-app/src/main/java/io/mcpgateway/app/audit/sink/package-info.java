/**
 * Where records go besides the trail: each sink reads the trail from its own cursor on, in order,
 * so one that is down loses nothing while the disk keeps it, and holds up nobody.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.audit.sink.AuditSinks}, then {@link
 * io.mcpgateway.app.audit.sink.Forwarder}.
 *
 * <h2>Threads</h2>
 *
 * A virtual thread for each sink, which may block.
 */
@NullMarked
package io.mcpgateway.app.audit.sink;

import org.jspecify.annotations.NullMarked;
