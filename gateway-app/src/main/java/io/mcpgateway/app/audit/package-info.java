/**
 * The audit trail: one record for each exchange, whatever its outcome.
 *
 * <p>No value reaches a file: {@code JsonLine.text}, which is how a member is written, takes out
 * all that the built-in detectors know, always and for everybody, whatever a policy masks. Only
 * names that the configuration gives, and those of who did it, are written with {@code
 * JsonLine.exact}; a new member that nobody thinks about is looked through.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.audit.AuditSink}, then {@link io.mcpgateway.app.audit.AuditTrail}.
 *
 * <h2>Threads</h2>
 *
 * Event loops hand outcomes over and never wait; in mode {@code batch} they make the records
 * themselves, and keep them in the journal. One writer thread gives records their place in the
 * chain and brings them to disk.
 */
@NullMarked
package io.mcpgateway.app.audit;

import org.jspecify.annotations.NullMarked;
