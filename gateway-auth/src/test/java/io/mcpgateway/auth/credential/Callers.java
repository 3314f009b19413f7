package io.mcpgateway.auth.credential;

import io.mcpgateway.core.exchange.Arrival;
import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.RequestHeaders;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.protocol.Era;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Exchanges of callers, and what came of asking for their credentials. */
final class Callers {
  private Callers() {}

  /** Somebody with a token that lasts. */
  static Exchange caller(String subject, String token) {
    return caller(subject, token, Instant.MAX);
  }

  static Exchange caller(String subject, String token, Instant expiresAt) {
    return exchange("Bearer " + token)
        .with(
            new Principal.Authenticated(
                "https://idp.example.com",
                subject,
                "agent",
                List.of(),
                null,
                Set.of(),
                Set.of(),
                null,
                expiresAt));
  }

  /** Nobody in particular, who says something in a header all the same. */
  static Exchange exchange(String authorization) {
    return Exchange.received(
        new Arrival(
            "1", Instant.EPOCH, 0, "public", "127.0.0.1:1", "HTTP/1.1", "GET", "/crm/mcp", null),
        new Route("/crm/mcp", URI.create("https://x/crm/mcp"), "crm", Set.of(), 1 << 20, "1", "1"),
        new ClientHop(Era.LEGACY, null, null, new Headers(authorization), new Session.None()),
        new Operation.OpenStream(),
        Target.none());
  }

  /** What the upstream would be sent, or why nothing. */
  static String shown(Obtained obtained) {
    return switch (obtained) {
      case Obtained.Ready(Credential credential) ->
          String.valueOf(credential.headers().get("authorization"));
      case Obtained.Failed(var why) ->
          (why.temporary() ? "temporary: " : "permanent: ") + why.problem();
    };
  }

  static String shown(CredentialSource source, Exchange exchange) {
    return shown(source.forExchange(exchange).join());
  }

  static void refused(CredentialSource source, Exchange exchange) {
    if (source.forExchange(exchange).join() instanceof Obtained.Ready(Credential credential)) {
      credential.refused().run();
    }
  }

  private record Headers(String authorization) implements RequestHeaders {
    @Override
    public @Nullable String first(String name) {
      return name.equals("authorization") ? authorization : null;
    }

    @Override
    public List<String> all(String name) {
      return name.equals("authorization") ? List.of(authorization) : List.of();
    }

    @Override
    public List<Map.Entry<String, String>> startingWith(String prefix) {
      return List.of();
    }
  }
}
