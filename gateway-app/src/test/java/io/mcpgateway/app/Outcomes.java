package io.mcpgateway.app;

import io.mcpgateway.core.exchange.Arrival;
import io.mcpgateway.core.exchange.Attempt;
import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Grant;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.RequestHeaders;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.RequestId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ends of exchanges, for tests of what is made from them. */
public final class Outcomes {
  private static final Route ROUTE =
      new Route(
          "/crm/mcp",
          URI.create("https://mcp.example.com/crm/mcp"),
          "crm",
          Set.of(),
          1024,
          "c1",
          "p1");

  private static final RequestHeaders NO_HEADERS =
      new RequestHeaders() {
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
      };

  private Outcomes() {}

  /** A call of a tool, before anything is decided. */
  public static Exchange call(String id, String tool) {
    return Exchange.received(
        arrival(id),
        ROUTE,
        new ClientHop(Era.MODERN, "2026-07-28", "tests", NO_HEADERS, new Session.None()),
        new Operation.OpenStream(),
        new Target(McpMethod.TOOLS_CALL, McpMethod.Primitive.TOOL, tool));
  }

  public static Outcome answered(String id, String tool) {
    Exchange exchange =
        call(id, tool)
            .with(
                new Principal.Authenticated(
                    "https://idp.example.com",
                    "alice",
                    "agent",
                    List.of(),
                    null,
                    Set.of("sales"),
                    Set.of(),
                    null,
                    Instant.EPOCH))
            .with(new Grant.ByRule("sales", "p1"));
    return ended(exchange, new Outcome.Result.Answered(), 200, Map.of("cards", 2));
  }

  public static Outcome refused(String id, String tool, Refusal refusal) {
    return ended(call(id, tool), new Outcome.Result.Refused(refusal), 200, Map.of());
  }

  public static Outcome rejected(String id, Refusal refusal) {
    return Outcome.rejected(arrival(id), Attempt.at(null), refusal, 404, Duration.ofMillis(1));
  }

  /** A call that was refused before it became an exchange, but after it had been read. */
  public static Outcome rejectedOnRoute(String id, Refusal refusal) {
    Attempt attempt =
        new Attempt(ROUTE, Era.MODERN, McpMethod.TOOLS_CALL, new RequestId("\"r-1\""));
    return Outcome.rejected(arrival(id), attempt, refusal, 400, Duration.ofMillis(1));
  }

  public static Outcome ended(
      Exchange exchange, Outcome.Result result, int status, Map<String, Integer> revisions) {
    return new Outcome(
        exchange.arrival(),
        exchange,
        null,
        result,
        status,
        Duration.ofNanos(40_000),
        Duration.ofNanos(900_000),
        Duration.ofNanos(1_200_000),
        373,
        1200,
        1,
        false,
        revisions,
        null);
  }

  private static Arrival arrival(String id) {
    return new Arrival(
        id,
        Instant.parse("2026-11-20T10:00:00.123456Z"),
        System.nanoTime(),
        "public",
        "203.0.113.7:51514",
        "HTTP/1.1",
        "POST",
        "/crm/mcp",
        null);
  }
}
