package io.mcpgateway.core.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.core.exchange.Arrival;
import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.RequestHeaders;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.MessageScanner;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Exchanges as a client edge would make them. */
final class Exchanges {
  private static final Arrival ARRIVAL =
      new Arrival("x-1", Instant.EPOCH, 0, "public", "peer", "HTTP/1.1", "POST", "/mcp", null);
  private static final Route ROUTE =
      new Route("/mcp", URI.create("https://gw.example/mcp"), "crm", Set.of(), 1 << 20, "c1", "p1");

  private Exchanges() {}

  static Exchange modern(String json) {
    return modern(json, Map.of());
  }

  static Exchange modern(String json, Map<String, String> headers) {
    return send(
        json, new ClientHop(Era.MODERN, "2026-07-28", null, of(headers), new Session.None()));
  }

  static Exchange legacy(String json, Session session) {
    return send(json, hop(session));
  }

  static Exchange legacy(Operation operation, Session session) {
    return Exchange.received(ARRIVAL, ROUTE, hop(session), operation, Target.none());
  }

  static Session session() {
    return new Session.Open("label", "upstream-session", null, Instant.EPOCH);
  }

  static Session resuming(String eventId) {
    return new Session.Open(
        "label",
        "upstream-session",
        new Session.ResumePoint(eventId, "tools/call", "refund"),
        Instant.EPOCH);
  }

  private static ClientHop hop(Session session) {
    return new ClientHop(Era.LEGACY, "2025-11-25", null, of(Map.of()), session);
  }

  private static Exchange send(String json, ClientHop hop) {
    try {
      JsonRpcMessage message = MessageScanner.scan(json.getBytes(UTF_8));
      Target target =
          message.method() == null
              ? Target.none()
              : McpMethod.of(message.method(), hop.era())
                  .map(method -> Target.of(method, message))
                  .orElse(Target.none());
      return Exchange.received(ARRIVAL, ROUTE, hop, new Operation.Send(message), target);
    } catch (MalformedMessageException malformed) {
      throw new IllegalArgumentException(json, malformed);
    }
  }

  static RequestHeaders of(Map<String, String> headers) {
    return new RequestHeaders() {
      @Override
      public @Nullable String first(String name) {
        return headers.get(name);
      }

      @Override
      public List<String> all(String name) {
        String value = headers.get(name);
        return value == null ? List.of() : List.of(value);
      }

      @Override
      public List<Map.Entry<String, String>> startingWith(String prefix) {
        return headers.entrySet().stream()
            .filter(each -> each.getKey().startsWith(prefix))
            .sorted(Map.Entry.comparingByKey())
            .toList();
      }
    };
  }
}
