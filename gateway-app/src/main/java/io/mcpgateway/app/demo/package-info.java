/**
 * The demo: the gateway between two agents and a small CRM, all in this process. Nothing here
 * serves anybody else, and nothing else depends on it but the command line.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.demo.Demo}, then {@link io.mcpgateway.app.demo.DemoWalk} for what it
 * shows.
 *
 * <h2>Threads</h2>
 *
 * The walk runs on the caller's thread; the CRM and the issuer serve on virtual threads.
 */
@NullMarked
package io.mcpgateway.app.demo;

import org.jspecify.annotations.NullMarked;
