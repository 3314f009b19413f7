/**
 * The log: its format and level, and the last look at what is logged. By whomever it is, a library
 * too, no value gets into a line, and what says the same again and again is left out.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.log.GatewayLog}; {@link io.mcpgateway.app.log.MessageConverter} and
 * {@link io.mcpgateway.app.log.RepeatLimit}, which {@code logback.xml} names.
 *
 * <h2>Threads</h2>
 *
 * Called on the thread that logs.
 */
@NullMarked
package io.mcpgateway.app.log;

import org.jspecify.annotations.NullMarked;
