/**
 * The files of an audit trail: bytes in, bytes out. What stands in a record is not known here.
 *
 * <p>A trail is a directory of segments. One of them is written to; the others are sealed, and
 * compressed and removed in the background.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.audit.store.TrailDirectory}, then {@link
 * io.mcpgateway.app.audit.store.Segment}.
 *
 * <h2>Threads</h2>
 *
 * Everything blocks. The thread that writes owns the open segment; {@link
 * io.mcpgateway.app.audit.store.Housekeeping} has one of its own and touches sealed ones only.
 */
@NullMarked
package io.mcpgateway.app.audit.store;

import org.jspecify.annotations.NullMarked;
