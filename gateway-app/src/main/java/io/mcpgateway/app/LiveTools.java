package io.mcpgateway.app;

import io.mcpgateway.app.config.CredentialConfig;
import io.mcpgateway.app.config.UpstreamConfig;
import io.mcpgateway.auth.credential.CredentialSource;
import io.mcpgateway.auth.credential.Obtained;
import io.mcpgateway.core.exchange.Arrival;
import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.RequestHeaders;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.upstream.ToolListing;
import io.mcpgateway.core.upstream.UpstreamEdge;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tools that an upstream lists now: all pages, in its own era, with its own credential. For
 * commands; waits for the upstream.
 */
final class LiveTools {
  private LiveTools() {}

  /**
   * Asks the upstream.
   *
   * @param token a caller's token, for an upstream whose credential is made of one; else null
   * @throws IOException if it does not tell all of its tools, with what is in the way
   */
  static List<ToolDefinition> of(UpstreamConfig upstream, @Nullable String token)
      throws IOException, StartException {
    String name = upstream.name();
    if (upstream.credential() instanceof CredentialConfig.TokenExchange && token == null) {
      throw new IOException(
          "upstream "
              + name
              + " takes tokens that are made of a caller's: a token of one is needed");
    }
    try (UpstreamEdge edge = new UpstreamEdge(Parts.settings(upstream))) {
      Credentials credentials =
          Credentials.of(List.of(upstream), Credentials.NONE, InstantSource.system());
      try {
        Credential credential = credential(credentials.source(name), caller(name, token));
        return tools(name, edge.listTools(credential).join());
      } finally {
        credentials.closeAllBut(Credentials.NONE);
      }
    }
  }

  private static Credential credential(CredentialSource source, Exchange caller)
      throws IOException {
    return switch (source.forExchange(caller).join()) {
      case Obtained.Ready(Credential credential) -> credential;
      case Obtained.Failed(Refusal.CredentialFailed why) -> throw failed(why.upstream(), why);
    };
  }

  private static List<ToolDefinition> tools(String upstream, ToolListing listing)
      throws IOException {
    return switch (listing) {
      case ToolListing.Failed(Refusal why) -> throw failed(upstream, why);
      case ToolListing.Listed listed -> {
        if (!listed.complete()) {
          throw new IOException("upstream " + upstream + ": its list of tools is too long");
        }
        if (!listed.unusable().isEmpty()) {
          throw new IOException(
              "upstream "
                  + upstream
                  + ": lists tools that are too large, or two of one name: "
                  + listed.unusable());
        }
        yield listed.tools();
      }
    };
  }

  private static IOException failed(String upstream, Refusal why) {
    String problem =
        switch (why) {
          case Refusal.CredentialFailed failed -> failed.problem();
          case Refusal.UpstreamUnreachable unreachable -> unreachable.problem();
          case Refusal.UpstreamTimeout timeout -> timeout.problem();
          case Refusal.BadUpstreamAnswer bad -> bad.problem();
          default -> "";
        };
    return new IOException(
        "upstream "
            + upstream
            + ": its tools cannot be listed: "
            + why.reason()
            + (problem.isEmpty() ? "" : ": " + problem));
  }

  /** Somebody whose token a source may exchange; nothing else of it goes anywhere. */
  private static Exchange caller(String upstream, @Nullable String token) {
    Exchange exchange =
        Exchange.received(
            new Arrival(
                "-",
                InstantSource.system().instant(),
                System.nanoTime(),
                "-",
                "-",
                "-",
                "-",
                "-",
                null),
            new Route(
                "/", java.net.URI.create("http://localhost/"), upstream, Set.of(), 1, "-", "-"),
            new ClientHop(Era.MODERN, null, null, new OneHeader(token), new Session.None()),
            new Operation.OpenStream(),
            Target.none());
    return token == null
        ? exchange
        : exchange.with(Principal.Authenticated.of("token-file", "token-file", Set.of()));
  }

  /** The field that a client's token stands in. */
  private record OneHeader(@Nullable String token) implements RequestHeaders {
    @Override
    public @Nullable String first(String name) {
      return token != null && name.equals("authorization") ? "Bearer " + token : null;
    }

    @Override
    public List<String> all(String name) {
      String value = first(name);
      return value == null ? List.of() : List.of(value);
    }

    @Override
    public List<Map.Entry<String, String>> startingWith(String prefix) {
      return List.of();
    }

    @Override
    public String toString() {
      return "OneHeader[redacted]";
    }
  }
}
