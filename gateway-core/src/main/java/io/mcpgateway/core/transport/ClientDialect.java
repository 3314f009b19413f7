package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyControl;
import io.mcpgateway.core.exchange.ReplyEvent;
import io.mcpgateway.core.exchange.RequestHeaders;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpHeaders;
import io.mcpgateway.core.protocol.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/** How a client of one era speaks to the gateway. Stateless. */
sealed interface ClientDialect permits ModernDialect, LegacyDialect {

  /** What became of a message. */
  sealed interface Reading {
    record Accepted(ClientHop client, Operation operation, Target target) implements Reading {}

    record Refused(Refusal refusal) implements Reading {}
  }

  Era era();

  /**
   * Says what a posted message asks for.
   *
   * @param meta {@code params._meta}, or null if it is no object
   */
  Reading read(JsonRpcMessage message, @Nullable JsonObject meta, RequestHeaders headers);

  /** The client has gone away before the reply ended. */
  void clientGone(ReplyControl reply, Operation operation);

  /** The client's session id for the one that the upstream issued, or null if it gets none. */
  @Nullable String sessionId(Exchange exchange, String upstreamSessionId);

  /** The upstream has ended the session of {@code exchange}. */
  void sessionEnded(Exchange exchange);

  /** The event as this client gets it, or null if it is not for it. */
  @Nullable ReplyEvent event(Exchange exchange, ReplyEvent event);

  /**
   * Decides by the body first, with the header as a cross-check: the revision's rule for servers
   * that speak both eras (MCP 2026-07-28, versioning). What the header and the body disagree about
   * is for the dialect to refuse.
   */
  static ClientDialect of(
      JsonRpcMessage message,
      @Nullable JsonObject meta,
      RequestHeaders headers,
      LegacyDialect legacy) {
    if ("initialize".equals(message.method())) {
      return meta != null && ModernDialect.isValidEnvelope(meta) ? ModernDialect.INSTANCE : legacy;
    }
    if (meta != null && meta.has(McpHeaders.META_PROTOCOL_VERSION)) {
      return ModernDialect.INSTANCE;
    }
    return namesModern(headers) ? ModernDialect.INSTANCE : legacy;
  }

  /** Whether the header names a modern version. */
  static boolean namesModern(RequestHeaders headers) {
    String version = headers.first(McpHeaders.PROTOCOL_VERSION);
    return version != null
        && ProtocolVersion.of(version).filter(known -> known.era() == Era.MODERN).isPresent();
  }
}
