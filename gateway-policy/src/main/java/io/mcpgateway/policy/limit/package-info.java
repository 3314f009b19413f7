/**
 * How many requests may come, how fast, and how often the same call.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.policy.limit.LimitStage}; the buckets are in {@link
 * io.mcpgateway.policy.limit.Limiter}, of which there is one per process. {@link
 * io.mcpgateway.policy.limit.RepeatStage} likewise; what was called is in {@link
 * io.mcpgateway.policy.limit.Repeats}.
 *
 * <h2>Threads</h2>
 *
 * Everything here is thread-safe; nothing blocks.
 */
@NullMarked
package io.mcpgateway.policy.limit;

import org.jspecify.annotations.NullMarked;
