/**
 * What can be asked about policies before they decide anything: tests, explanations, matrices,
 * replays and differences. Every answer comes from {@link io.mcpgateway.policy.access.AccessPolicy}
 * as the gateway uses it; nothing here decides.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.policy.RuledRoute}, then {@link io.mcpgateway.app.policy.Call}.
 *
 * <h2>Threads</h2>
 *
 * Everything here is for one thread, that of a command or of a request to the admin listener.
 */
@NullMarked
package io.mcpgateway.app.policy;

import org.jspecify.annotations.NullMarked;
