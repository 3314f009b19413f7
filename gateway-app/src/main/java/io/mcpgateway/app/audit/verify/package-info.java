/**
 * Reading a trail back: is it whole, and is it what was written?
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.audit.verify.ChainedRecord}, then {@link
 * io.mcpgateway.app.audit.verify.TrailVerification}.
 *
 * <h2>Threads</h2>
 *
 * For one thread each.
 */
@NullMarked
package io.mcpgateway.app.audit.verify;

import org.jspecify.annotations.NullMarked;
