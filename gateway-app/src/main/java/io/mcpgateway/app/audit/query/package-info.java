/**
 * Questions to a trail: which records there are, and what they say together.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.audit.query.TrailScan} reads, {@link
 * io.mcpgateway.app.audit.query.RecordFilter} chooses, {@link
 * io.mcpgateway.app.audit.query.RecordRow} is what a record looks like in a table. Memory is
 * bounded whatever the trail holds, and a gateway may write to it meanwhile.
 *
 * <h2>Threads</h2>
 *
 * For one thread.
 */
@NullMarked
package io.mcpgateway.app.audit.query;

import org.jspecify.annotations.NullMarked;
