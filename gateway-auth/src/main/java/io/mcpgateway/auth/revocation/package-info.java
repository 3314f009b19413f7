/**
 * What operators have taken back: which callers, sessions, tools, routes and upstreams are refused
 * until further notice. No I/O: keeping and sharing is for whoever implements {@link
 * io.mcpgateway.auth.revocation.RevocationStore}.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.auth.revocation.RevocationList}, then {@link
 * io.mcpgateway.auth.revocation.Terms}.
 *
 * <h2>Threads</h2>
 *
 * Event loops ask an immutable snapshot, without locks; changes come from any other thread, one at
 * a time.
 */
@NullMarked
package io.mcpgateway.auth.revocation;

import org.jspecify.annotations.NullMarked;
