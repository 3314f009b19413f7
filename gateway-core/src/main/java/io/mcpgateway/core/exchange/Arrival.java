package io.mcpgateway.core.exchange;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That something arrived: known before anything of it is understood, so that even a request that
 * makes no sense can be accounted for.
 *
 * @param id the exchange id, unique over instances; shown to the client, logged and audited
 * @param time when the head of the request had been read, wall clock
 * @param nanoTime the same on the monotonic clock, for durations
 * @param listener the name of the listener
 * @param peer the client's address and port as the socket knows them
 * @param httpVersion {@code HTTP/1.1} or {@code HTTP/2}
 * @param httpMethod for example {@code POST}; {@code -} if it was not readable
 * @param path the path of the request target without its query; {@code -} if it was not readable
 * @param certificate what the client's connection proved with TLS, or null if nothing
 */
public record Arrival(
    String id,
    Instant time,
    long nanoTime,
    String listener,
    String peer,
    String httpVersion,
    String httpMethod,
    String path,
    @Nullable ClientCertificate certificate) {}
