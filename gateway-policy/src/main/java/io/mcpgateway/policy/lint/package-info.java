/**
 * What is right in a policy and yet not what somebody meant: rules that change nothing, roles that
 * nobody has, limits of tools that nobody may call. Nothing here decides anything.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.policy.lint.Lint#of}.
 *
 * <h2>Threads</h2>
 *
 * Everything here is for one thread.
 */
@NullMarked
package io.mcpgateway.policy.lint;

import org.jspecify.annotations.NullMarked;
