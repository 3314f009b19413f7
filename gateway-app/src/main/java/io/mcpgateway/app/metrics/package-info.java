/**
 * What happens, as numbers: every meter of the gateway, in the Prometheus exposition format.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.metrics.GatewayMetrics}.
 *
 * <h2>Threads</h2>
 *
 * Event loops count; scrapes read on threads of their own.
 */
@NullMarked
package io.mcpgateway.app.metrics;

import org.jspecify.annotations.NullMarked;
