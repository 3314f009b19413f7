package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.Arrival;
import io.mcpgateway.core.exchange.RequestHeaders;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.Site;
import io.mcpgateway.core.exchange.Trace;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request whose head has been read.
 *
 * @param route null as long as it is unknown, or there is none
 * @param origin which browser pages may see the answer, or null if none asked
 * @param keepAlive whether the client wants to go on with the connection
 * @param chunks whether the client understands chunks, or what HTTP/2 has in their place
 */
record ClientRequest(
    Arrival arrival,
    Site site,
    RequestHeaders headers,
    HttpMethod method,
    @Nullable Route route,
    @Nullable String origin,
    boolean keepAlive,
    boolean chunks) {

  /** The same request, in the place of a trace that its message names. */
  @SuppressWarnings("ReferenceEquality") // A shortcut: an equal arrival would only be copied.
  ClientRequest in(Trace trace) {
    Arrival placed = arrival.in(trace);
    return placed == arrival
        ? this
        : new ClientRequest(placed, site, headers, method, route, origin, keepAlive, chunks);
  }

  /** The same request, on its route. */
  ClientRequest on(Route known) {
    return new ClientRequest(arrival, site, headers, method, known, origin, keepAlive, chunks);
  }

  /** The same request, answered to pages of {@code allowed}. */
  ClientRequest from(String allowed) {
    return new ClientRequest(arrival, site, headers, method, route, allowed, keepAlive, chunks);
  }
}
