/**
 * Spans of exchanges, sent to a collector (OpenTelemetry Protocol over HTTP).
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.trace.SpanExport}.
 *
 * <h2>Threads</h2>
 *
 * Event loops hand over what ended; one thread of its own makes spans of it and sends them. Nothing
 * waits for a collector.
 */
@NullMarked
package io.mcpgateway.app.trace;

import org.jspecify.annotations.NullMarked;
