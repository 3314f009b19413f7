/**
 * What tests of several modules share: certificates, a clock, generated messages, servers to stand
 * in for real ones. Never shipped.
 *
 * <h2>Start here</h2>
 *
 * Each type stands alone; take the one you need.
 *
 * <h2>Threads</h2>
 *
 * Each type says it for itself.
 */
@NullMarked
package io.mcpgateway.testkit;

import org.jspecify.annotations.NullMarked;
