/**
 * What an MCP message is: bytes, where its parts stand, eras, headers, error codes. No I/O.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.core.protocol.MessageScanner} turns bytes into a {@link
 * io.mcpgateway.core.protocol.JsonRpcMessage}, once and strictly; {@link
 * io.mcpgateway.core.protocol.Splices} is the only way to change one.
 *
 * <h2>Threads</h2>
 *
 * Everything here is immutable or used by one thread only, and nothing blocks.
 */
@NullMarked
package io.mcpgateway.core.protocol;

import org.jspecify.annotations.NullMarked;
