/**
 * Conditions of policies, in CEL: what they may look at, what they say, and what they may cost.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.policy.condition.Condition#compile}. The only package that knows CEL.
 *
 * <h2>Threads</h2>
 *
 * Conditions are immutable and are asked on event loops; facts belong to one question.
 */
@NullMarked
package io.mcpgateway.policy.condition;

import org.jspecify.annotations.NullMarked;
