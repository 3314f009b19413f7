package io.mcpgateway.app.metrics;

/**
 * All metrics at one moment.
 *
 * @param contentType of the format that the reader asked for
 */
@SuppressWarnings("ArrayRecordComponent") // Written once, to a socket.
public record Exposition(String contentType, byte[] body) {}
