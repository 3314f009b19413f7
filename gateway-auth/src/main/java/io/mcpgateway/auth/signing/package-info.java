/**
 * The gateway's own keys: what it signs with, as a client of authorization servers and to vouch for
 * callers.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.auth.signing.SigningKey}.
 *
 * <h2>Threads</h2>
 *
 * Immutable. Signing takes up to a millisecond or two: not for event loops.
 */
@NullMarked
package io.mcpgateway.auth.signing;

import org.jspecify.annotations.NullMarked;
