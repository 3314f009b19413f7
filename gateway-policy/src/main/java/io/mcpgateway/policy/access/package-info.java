/**
 * Who may use what, and what a list may show: one decision for both.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.policy.access.AccessPolicy}. The only package that grants an exchange.
 *
 * <h2>Threads</h2>
 *
 * Everything here is immutable or thread-safe; stages run on event loops and do not block.
 */
@NullMarked
package io.mcpgateway.policy.access;

import org.jspecify.annotations.NullMarked;
