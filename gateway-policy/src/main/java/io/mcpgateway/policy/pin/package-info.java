/**
 * Definitions of tools that somebody has reviewed, and what upstreams say now: what is different is
 * found, told once, and kept from clients where that is wanted.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.policy.pin.ToolReview}.
 *
 * <h2>Threads</h2>
 *
 * A review is shared by all event loops; it calculates, and waits for nothing.
 */
@NullMarked
package io.mcpgateway.policy.pin;

import org.jspecify.annotations.NullMarked;
