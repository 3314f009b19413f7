/**
 * What stands for a masked value that must be recognized or restored: hashes and reversible tokens,
 * and where tokens stand in a text.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.policy.token.ValueTokens}, then {@code TokenFormat}. Why it is as it is:
 * docs/adr/0021-value-tokens.md.
 *
 * <h2>Threads</h2>
 *
 * Everything is immutable or thread-safe. Nothing blocks.
 */
@NullMarked
package io.mcpgateway.policy.token;

import org.jspecify.annotations.NullMarked;
