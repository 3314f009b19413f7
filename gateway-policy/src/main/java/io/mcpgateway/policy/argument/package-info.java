/**
 * Whether the arguments of a tool call fit the tool, and what policy demands of them.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.policy.argument.ArgumentsStage}.
 *
 * <h2>Threads</h2>
 *
 * Stages run on the exchange's event loop. What may take long runs on the few threads of {@link
 * io.mcpgateway.policy.argument.ArgumentChecks}, behind {@code Verdict.Await}.
 */
@NullMarked
package io.mcpgateway.policy.argument;

import org.jspecify.annotations.NullMarked;
