/**
 * The audit trail: one record for each exchange, whatever its outcome.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.audit.AuditSink}, then {@link io.mcpgateway.app.audit.AuditFile}.
 *
 * <h2>Threads</h2>
 *
 * Event loops hand outcomes over and never wait; one writer thread turns them into lines and brings
 * them to disk.
 */
@NullMarked
package io.mcpgateway.app.audit;

import org.jspecify.annotations.NullMarked;
