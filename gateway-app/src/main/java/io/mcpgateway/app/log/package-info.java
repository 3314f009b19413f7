/**
 * The last look at what is logged: by whomever it is, a library too, no value gets into a line.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.log.MessageConverter}, which {@code logback.xml} names.
 *
 * <h2>Threads</h2>
 *
 * Called on the thread that logs.
 */
@NullMarked
package io.mcpgateway.app.log;

import org.jspecify.annotations.NullMarked;
