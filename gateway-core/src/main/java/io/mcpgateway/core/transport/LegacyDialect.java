package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyControl;
import io.mcpgateway.core.exchange.ReplyEvent;
import io.mcpgateway.core.exchange.RequestHeaders;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.Sessions;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpHeaders;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.ProtocolVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clients of 2025-03-26 to 2025-11-25: sessions, GET streams, DELETE, posted responses, event ids,
 * and a closed connection that means nothing (MCP 2025-11-25, basic, transports).
 */
final class LegacyDialect implements ClientDialect {
  private static final Session NO_SESSION = new Session.None();
  private static final String FIRST_VERSION = ProtocolVersion.V2025_03_26.text();

  private final Sessions sessions;

  LegacyDialect(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Era era() {
    return Era.LEGACY;
  }

  /** Whether a client that sends {@code headers} may send several messages at once. */
  static boolean mayBatch(RequestHeaders headers) {
    // A client that names no version is taken for one of 2025-03-26 (2025-11-25, transports).
    List<String> versions = headers.all(McpHeaders.PROTOCOL_VERSION);
    return versions.isEmpty() || (versions.size() == 1 && versions.contains(FIRST_VERSION));
  }

  @Override
  public Reading read(JsonRpcMessage message, @Nullable JsonObject meta, RequestHeaders headers) {
    boolean initializes = "initialize".equals(message.method());
    if (initializes && ClientDialect.namesModern(headers)) {
      return refuse(
          new Refusal.HeaderMismatch("MCP-Protocol-Version names a version without initialize"));
    }
    Refusal refusal = headProblem(headers);
    if (refusal != null) {
      return refuse(refusal);
    }
    String version = headers.first(McpHeaders.PROTOCOL_VERSION);
    if (message instanceof JsonRpcMessage.Response) {
      return accept(hop(version, null, headers), message, Target.none());
    }
    String name = String.valueOf(message.method());
    McpMethod method = McpMethod.of(name, Era.LEGACY).orElse(null);
    boolean notifies = message instanceof JsonRpcMessage.Notification;
    boolean fits =
        method == null
            ? McpMethod.isForeign(name)
            : notifies == (method.kind() == McpMethod.Kind.NOTIFICATION);
    if (!fits) {
      // A notification has no answer that could say more than the status.
      return refuse(
          notifies
              ? new Refusal.InvalidMessage("unknown notification")
              : new Refusal.UnknownMethod());
    }
    ClientHop hop =
        initializes
            ? new ClientHop(
                Era.LEGACY,
                message.params().string("protocolVersion"),
                ModernDialect.clientName(message.params().object("clientInfo")),
                headers,
                NO_SESSION)
            : hop(version, null, headers);
    return accept(hop, message, method == null ? Target.none() : Target.of(method, message));
  }

  /** Says what a GET or DELETE asks for. */
  Reading read(Operation operation, RequestHeaders headers) {
    Refusal refusal = headProblem(headers);
    if (refusal != null) {
      return refuse(refusal);
    }
    String lastEventId =
        operation instanceof Operation.OpenStream ? headers.first(McpHeaders.LAST_EVENT_ID) : null;
    return new Reading.Accepted(
        hop(headers.first(McpHeaders.PROTOCOL_VERSION), lastEventId, headers),
        operation,
        Target.none());
  }

  private static Reading accept(ClientHop hop, JsonRpcMessage message, Target target) {
    return new Reading.Accepted(hop, new Operation.Send(message), target);
  }

  private static ClientHop hop(
      @Nullable String version, @Nullable String lastEventId, RequestHeaders headers) {
    String token = headers.first(McpHeaders.SESSION_ID);
    return new ClientHop(
        Era.LEGACY,
        version,
        null,
        headers,
        token == null ? NO_SESSION : new Session.Claimed(token, lastEventId));
  }

  private static @Nullable Refusal headProblem(RequestHeaders headers) {
    List<String> versions = headers.all(McpHeaders.PROTOCOL_VERSION);
    if (versions.size() > 1 || headers.all(McpHeaders.SESSION_ID).size() > 1) {
      return new Refusal.InvalidMessage("MCP-Protocol-Version and Mcp-Session-Id: expected once");
    }
    if (versions.isEmpty()) {
      return null;
    }
    String version = versions.getFirst();
    return ProtocolVersion.of(version).filter(known -> known.era() == Era.LEGACY).isPresent()
        ? null
        : new Refusal.UnsupportedVersion(version);
  }

  private static Reading refuse(Refusal refusal) {
    return new Reading.Refused(refusal);
  }

  @Override
  public void clientGone(ReplyControl reply, Operation operation) {
    switch (operation) {
      case Operation.Send _ -> reply.detach();
      case Operation.OpenStream(), Operation.EndSession() -> reply.cancel();
    }
  }

  @Override
  public String sessionId(Exchange exchange, String upstreamSessionId) {
    return sessions.seal(exchange, upstreamSessionId);
  }

  @Override
  public ReplyEvent event(Exchange exchange, ReplyEvent event) {
    String id = event.eventId();
    return id == null
        ? event
        : new ReplyEvent(event.message(), sessions.sealEvent(exchange, id), event.retry());
  }

  @Override
  public void sessionEnded(Exchange exchange) {
    if (exchange.client().session() instanceof Session.Open open) {
      sessions.end(exchange, open);
    }
  }
}
