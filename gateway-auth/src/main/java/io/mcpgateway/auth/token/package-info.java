/**
 * Whether a token is what it says: strict reading, the issuer's keys, the signature, the claims.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.auth.token.TokenVerifier}, then {@link
 * io.mcpgateway.auth.token.TrustedIssuer}.
 *
 * <h2>Threads</h2>
 *
 * {@code TokenVerifier.verify} is called on event loops and never blocks. Signatures are checked on
 * two platform threads with a bounded queue, keys are fetched on virtual threads.
 */
@NullMarked
package io.mcpgateway.auth.token;

import org.jspecify.annotations.NullMarked;
