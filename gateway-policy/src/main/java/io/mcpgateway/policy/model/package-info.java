/**
 * What a policy file says, as records, read with every problem reported at once.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.policy.model.PolicySpec#read}.
 *
 * <h2>Threads</h2>
 *
 * Everything here is immutable or thread-safe, and nothing blocks.
 */
@NullMarked
package io.mcpgateway.policy.model;

import org.jspecify.annotations.NullMarked;
