package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.Era;
import org.jspecify.annotations.Nullable;

/**
 * How the client speaks to the gateway in this exchange.
 *
 * @param era decided anew for every request
 * @param protocolVersion as the client names it; null if a legacy client names none
 * @param clientName what the client calls itself, untrusted; null if it does not say
 * @param headers the HTTP header fields
 * @param session the legacy session it belongs to
 */
public record ClientHop(
    Era era,
    @Nullable String protocolVersion,
    @Nullable String clientName,
    RequestHeaders headers,
    Session session) {

  /** The same hop with header fields that say what a stage made of the message. */
  public ClientHop with(RequestHeaders changed) {
    return new ClientHop(era, protocolVersion, clientName, changed, session);
  }

  public ClientHop with(Session opened) {
    return new ClientHop(era, protocolVersion, clientName, headers, opened);
  }
}
