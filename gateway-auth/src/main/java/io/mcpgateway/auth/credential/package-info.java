/**
 * How the gateway authenticates to an upstream. The client's own token is no part of this and never
 * goes there.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.auth.credential.CredentialSource}.
 *
 * <h2>Threads</h2>
 *
 * Called on event loops, never blocks; a source that must ask somebody answers later.
 */
@NullMarked
package io.mcpgateway.auth.credential;

import org.jspecify.annotations.NullMarked;
