/**
 * What operators and their machines ask the gateway: health, metrics, the configuration in force;
 * and who may ask.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.app.admin.AdminServer}, then {@link io.mcpgateway.app.admin.AdminAccess}.
 *
 * <h2>Threads</h2>
 *
 * A virtual thread for each request; no event loop is involved, so the answers come under any load.
 */
@NullMarked
package io.mcpgateway.app.admin;

import org.jspecify.annotations.NullMarked;
