/**
 * The gateway as a program: the command line, and the one place that puts the parts together.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.Main} for what the program can do, {@link io.mcpgateway.app.Gateway} for
 * the order of stages.
 *
 * <h2>Threads</h2>
 *
 * The main thread starts the gateway and waits for its end. Reloads happen on the thread that
 * watches the files; a signal only wakes it.
 */
@NullMarked
package io.mcpgateway.app;

import org.jspecify.annotations.NullMarked;
