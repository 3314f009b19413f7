/**
 * Keeps revocations over a restart, shares them between replicas, and has what is under way
 * visited.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.revocation.RevocationKeeper}.
 *
 * <h2>Threads</h2>
 *
 * One thread starts the visits, one writes what could not be written at once and talks to Redis.
 * Changes come from any thread and may block there. Event loops only read.
 */
@NullMarked
package io.mcpgateway.app.revocation;

import org.jspecify.annotations.NullMarked;
