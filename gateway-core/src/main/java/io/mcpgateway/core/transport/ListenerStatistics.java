package io.mcpgateway.core.transport;

/**
 * What a listener has counted since it was opened.
 *
 * @param requests heads of requests read
 * @param refused answers that the gateway gave instead of an upstream, over this listener
 * @param connectionsAccepted connections taken
 * @param connectionsRejected connections closed at once because too many were open
 * @param handshakesFailed TLS handshakes that did not succeed
 * @param certificatesRefused client certificates that were not accepted
 */
public record ListenerStatistics(
    long requests,
    long refused,
    long connectionsAccepted,
    long connectionsRejected,
    long handshakesFailed,
    long certificatesRefused) {}
