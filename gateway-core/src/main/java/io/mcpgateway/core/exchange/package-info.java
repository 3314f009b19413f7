/**
 * What flows through the gateway, who may change it, and in which order it is decided.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.core.exchange.Exchange}, then {@link io.mcpgateway.core.exchange.Pipeline}.
 *
 * <h2>Threads</h2>
 *
 * One event loop owns an exchange from its first byte to its outcome. Stages, reply stages and
 * sinks are called on that loop only and must not block; a stage that needs I/O answers {@link
 * io.mcpgateway.core.exchange.Verdict.Await}.
 */
@NullMarked
package io.mcpgateway.core.exchange;

import org.jspecify.annotations.NullMarked;
