/**
 * What {@code gateway.yaml} says, as records that look like it, and the files it is made of.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.config.GatewayConfig}, then {@link
 * io.mcpgateway.app.config.ConfigLoader}.
 *
 * <h2>Threads</h2>
 *
 * Everything is immutable but {@link io.mcpgateway.app.config.ConfigWatch}, which has a thread of
 * its own.
 */
@NullMarked
package io.mcpgateway.app.config;

import org.jspecify.annotations.NullMarked;
