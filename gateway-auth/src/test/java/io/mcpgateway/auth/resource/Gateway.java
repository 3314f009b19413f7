package io.mcpgateway.auth.resource;

import io.mcpgateway.auth.token.DpopVerifier;
import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.auth.token.TokenVerifier;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.core.exchange.Arrival;
import io.mcpgateway.core.exchange.ClientCertificate;
import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.RequestHeaders;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.exchange.Trace;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.Era;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Authentication as a gateway with some issuers would do it, route by route. */
final class Gateway implements AutoCloseable {
  /** The same for all: exchanges with the same token are equal. */
  private static final Trace TRACE = Trace.begin();

  static final String RESOURCE = "https://mcp.example.com/crm/mcp";
  static final String OTHER_RESOURCE = "https://mcp.example.com/billing/mcp";

  private final TokenVerifier verifier;
  private final CallerChecks checks;
  private final SenderRules sender;
  private final List<TrustedIssuer> issuers;
  private final AuthenticationStage stage;
  private final AuthenticationStage otherStage;

  Gateway(InstantSource clock, IssuerSettings... settings) {
    this(clock, TokenVerifier.Limits.DEFAULT, settings);
  }

  Gateway(InstantSource clock, TokenVerifier.Limits limits, IssuerSettings... settings) {
    this(clock, limits, SenderRules.DEFAULT, DpopVerifier.Limits.DEFAULT, settings);
  }

  Gateway(InstantSource clock, SenderRules sender, IssuerSettings... settings) {
    this(clock, TokenVerifier.Limits.DEFAULT, sender, DpopVerifier.Limits.DEFAULT, settings);
  }

  Gateway(
      InstantSource clock,
      TokenVerifier.Limits limits,
      SenderRules sender,
      DpopVerifier.Limits proofs,
      IssuerSettings... settings) {
    this(
        clock,
        limits,
        sender,
        proofs,
        new FailureBudget(FailureBudget.Size.DEFAULT, System::nanoTime),
        settings);
  }

  Gateway(
      InstantSource clock, SenderRules sender, FailureBudget budget, IssuerSettings... settings) {
    this(
        clock, TokenVerifier.Limits.DEFAULT, sender, DpopVerifier.Limits.DEFAULT, budget, settings);
  }

  private Gateway(
      InstantSource clock,
      TokenVerifier.Limits limits,
      SenderRules sender,
      DpopVerifier.Limits proofs,
      FailureBudget budget,
      IssuerSettings... settings) {
    this.sender = sender;
    this.verifier = new TokenVerifier(clock, limits);
    this.checks =
        new CallerChecks(
            verifier,
            new DpopVerifier(verifier, List.of(new byte[32]), clock, proofs),
            budget,
            clock);
    this.issuers = Stream.of(settings).map(each -> new TrustedIssuer(each, clock)).toList();
    this.stage = stage(RESOURCE);
    this.otherStage = stage(OTHER_RESOURCE);
  }

  private AuthenticationStage stage(String resource) {
    List<String> servers = issuers.stream().map(issuer -> issuer.settings().issuer()).toList();
    return new AuthenticationStage(
        checks,
        issuers,
        ProtectedResourceMetadata.of(route(resource), servers, List.of(), null).with(sender, true));
  }

  static Route route(String resource) {
    URI uri = URI.create(resource);
    return new Route(uri.getPath(), uri, "crm", Set.of(), 1 << 20, "1", "1");
  }

  CallerChecks checks() {
    return checks;
  }

  TokenVerifier verifier() {
    return verifier;
  }

  TrustedIssuer issuer() {
    return issuers.getFirst();
  }

  /** The verdict on a token at {@link #RESOURCE}, waited for if need be. */
  Verdict present(String token) {
    return settled(apply(token));
  }

  Verdict presentElsewhere(String token) {
    return settled(otherStage.apply(exchange("Bearer " + token)));
  }

  /** The verdict as the event loop gets it. */
  Verdict apply(String token) {
    return stage.apply(exchange("Bearer " + token));
  }

  Verdict presentHeaders(String... authorization) {
    return settled(stage.apply(exchange(authorization)));
  }

  /**
   * The verdict on a request of an own making.
   *
   * @param certificate what its connection has proved
   * @param headers names and values
   */
  Verdict ask(@Nullable ClientCertificate certificate, long mark, String... headers) {
    return settled(
        stage.apply(
            Exchange.received(
                new Arrival(
                    "1",
                    Instant.EPOCH,
                    mark,
                    "public",
                    "127.0.0.1:1",
                    "HTTP/1.1",
                    "POST",
                    "/crm/mcp",
                    certificate),
                route(RESOURCE),
                new ClientHop(
                    Era.LEGACY, null, null, new NamedHeaders(headers), new Session.None()),
                new Operation.OpenStream(),
                Target.none())));
  }

  private record NamedHeaders(String... fields) implements RequestHeaders {
    @Override
    public @Nullable String first(String name) {
      return all(name).isEmpty() ? null : all(name).getFirst();
    }

    @Override
    public List<String> all(String name) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < fields.length; i += 2) {
        if (fields[i].equals(name)) {
          values.add(fields[i + 1]);
        }
      }
      return values;
    }

    @Override
    public List<Map.Entry<String, String>> startingWith(String prefix) {
      return List.of();
    }
  }

  static Verdict settled(Verdict verdict) {
    Verdict current = verdict;
    while (current instanceof Verdict.Await(var later)) {
      current = later.toCompletableFuture().join();
    }
    return current;
  }

  /** Who it is, or why it is nobody. */
  static String outcome(Verdict verdict) {
    return switch (settled(verdict)) {
      case Verdict.Continue(Exchange exchange) ->
          exchange.principal() instanceof Principal.Authenticated caller
              ? caller.subject()
              : "anonymous";
      case Verdict.Refuse(Refusal.Unauthenticated(_, String problem), _) -> problem;
      case Verdict.Refuse(Refusal refusal, _) -> refusal.toString();
      case Verdict.Await(var later) -> throw new AssertionError("not settled: " + later);
    };
  }

  static Exchange exchange(String... authorization) {
    return Exchange.received(
        new Arrival(
            "1",
            Instant.EPOCH,
            0,
            "public",
            "127.0.0.1:1",
            "HTTP/1.1",
            "GET",
            "/crm/mcp",
            TRACE,
            null),
        route(RESOURCE),
        new ClientHop(
            Era.LEGACY, null, null, new Headers(List.of(authorization)), new Session.None()),
        new Operation.OpenStream(),
        Target.none());
  }

  private record Headers(List<String> authorization) implements RequestHeaders {
    @Override
    public @Nullable String first(String name) {
      return all(name).isEmpty() ? null : all(name).getFirst();
    }

    @Override
    public List<String> all(String name) {
      return name.equals("authorization") ? authorization : List.of();
    }

    @Override
    public List<Map.Entry<String, String>> startingWith(String prefix) {
      return List.of();
    }
  }

  @Override
  public void close() {
    verifier.close();
    issuers.forEach(TrustedIssuer::close);
  }
}
