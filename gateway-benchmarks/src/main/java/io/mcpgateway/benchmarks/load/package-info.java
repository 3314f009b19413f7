/**
 * The load harness: how fast and how heavy the gateway is, beside nginx and HAProxy on the same two
 * cores.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.benchmarks.load.LoadHarness}, then {@link
 * io.mcpgateway.benchmarks.load.Rounds}.
 *
 * <h2>Who runs where</h2>
 *
 * One proxy at a time works on the proxy core. This process owns the load core: the client that
 * makes the load ({@link io.mcpgateway.benchmarks.load.LoadRun}) and the MCP server behind the
 * proxies ({@link io.mcpgateway.benchmarks.load.LoadUpstream}) share one event loop, and the main
 * thread sleeps while a measurement is under way.
 */
@NullMarked
package io.mcpgateway.benchmarks.load;

import org.jspecify.annotations.NullMarked;
