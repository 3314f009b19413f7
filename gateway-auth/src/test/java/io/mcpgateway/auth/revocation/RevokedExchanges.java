package io.mcpgateway.auth.revocation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.core.exchange.Arrival;
import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.RequestHeaders;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.MessageScanner;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Exchanges that somebody may have taken back. */
final class RevokedExchanges {
  /** What each term may be, as little as makes accidents likely. */
  static final Map<String, List<String>> VALUES =
      Map.of(
          "issuer", List.of("https://idp.test", "https://other.test"),
          "subject", List.of("alice", "bob"),
          "clientId", List.of("agent", "web"),
          "tokenId", List.of("t1", "t2"),
          "session", List.of("s1", "s2"),
          "route", List.of("/crm/mcp", "/mail/mcp"),
          "upstream", List.of("crm", "mail"),
          "tool", List.of("refund", "search"));

  private RevokedExchanges() {}

  /** Has the first of every value. */
  static Exchange alice(String tool) {
    return of(
        Map.of(
            "issuer", "https://idp.test",
            "subject", "alice",
            "clientId", "agent",
            "tokenId", "t1",
            "session", "s1",
            "route", "/crm/mcp",
            "upstream", "crm",
            "tool", tool));
  }

  static Exchange anonymous(String tool) {
    return of(Map.of("route", "/crm/mcp", "upstream", "crm", "tool", tool));
  }

  static Exchange random(Random random) {
    Map<String, String> facts = new HashMap<>();
    VALUES.forEach((term, values) -> facts.put(term, values.get(random.nextInt(values.size()))));
    for (String optional : List.of("clientId", "tokenId", "session", "tool")) {
      if (random.nextInt(4) == 0) {
        facts.remove(optional);
      }
    }
    return of(facts);
  }

  /** What the exchange has, by the names of the terms. */
  static Map<String, String> facts(Exchange exchange) {
    Map<String, String> facts = new HashMap<>();
    if (exchange.principal() instanceof Principal.Authenticated known) {
      facts.put("issuer", known.issuer());
      facts.put("subject", known.subject());
      put(facts, "clientId", known.clientId());
      put(facts, "tokenId", known.tokenId());
    }
    if (exchange.client().session() instanceof Session.Open open) {
      facts.put("session", open.label());
    }
    facts.put("route", exchange.route().path());
    facts.put("upstream", exchange.route().upstream());
    if (exchange.target().method() == McpMethod.TOOLS_CALL) {
      facts.put("tool", exchange.target().name());
    }
    return facts;
  }

  private static void put(Map<String, String> facts, String name, @Nullable String value) {
    if (value != null) {
      facts.put(name, value);
    }
  }

  private static Exchange of(Map<String, String> facts) {
    String path = facts.getOrDefault("route", "");
    String tool = facts.get("tool");
    String session = facts.get("session");
    Exchange exchange =
        Exchange.received(
            new Arrival("x1", Instant.EPOCH, 0, "l", "p", "HTTP/1.1", "POST", path, null),
            new Route(
                path,
                URI.create("https://gw.test" + path),
                facts.getOrDefault("upstream", ""),
                Set.of(),
                1000,
                "c1",
                "p1"),
            new ClientHop(
                Era.LEGACY,
                "2025-11-25",
                null,
                new NoHeaders(),
                session == null
                    ? new Session.None()
                    : new Session.Open(session, "u", null, Instant.EPOCH)),
            message(),
            tool == null
                ? new Target(McpMethod.RESOURCES_READ, McpMethod.Primitive.RESOURCE, "refund")
                : new Target(McpMethod.TOOLS_CALL, McpMethod.Primitive.TOOL, tool));
    String subject = facts.get("subject");
    return subject == null
        ? exchange
        : exchange.with(
            new Principal.Authenticated(
                facts.getOrDefault("issuer", ""),
                subject,
                facts.get("clientId"),
                List.of(),
                null,
                Set.of(),
                Set.of(),
                facts.get("tokenId"),
                Instant.MAX));
  }

  private static Operation message() {
    try {
      return new Operation.Send(
          MessageScanner.scan(
              "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}".getBytes(UTF_8)));
    } catch (MalformedMessageException malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  private record NoHeaders() implements RequestHeaders {
    @Override
    public @Nullable String first(String name) {
      return null;
    }

    @Override
    public List<String> all(String name) {
      return List.of();
    }

    @Override
    public List<Map.Entry<String, String>> startingWith(String prefix) {
      return List.of();
    }
  }
}
