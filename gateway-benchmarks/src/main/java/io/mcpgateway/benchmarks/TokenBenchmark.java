package io.mcpgateway.benchmarks;

import io.mcpgateway.auth.resource.AuthenticationStage;
import io.mcpgateway.auth.resource.CallerChecks;
import io.mcpgateway.auth.resource.FailureBudget;
import io.mcpgateway.auth.resource.ProtectedResourceMetadata;
import io.mcpgateway.auth.token.DpopVerifier;
import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.auth.token.TokenVerifier;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.core.exchange.Arrival;
import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.RequestHeaders;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestKey;
import io.mcpgateway.testkit.TestProof;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What it costs to find out who is calling: with a token that is known, with one that is not, and
 * with a proof. Run without the Conscrypt jar on the class path for the JDK's figures.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TokenBenchmark {
  private static final URI RESOURCE = URI.create("https://mcp.example.com/crm/mcp");
  private static final Route ROUTE =
      new Route("/crm/mcp", RESOURCE, "crm", Set.of(), 1 << 20, "config-1", "policy-1");
  private static final int TOKENS = 256;

  /** Longer than a verified token is remembered. */
  private static final Duration FORGOTTEN = Duration.ofSeconds(61);

  @Param({"RS256", "ES256", "EdDSA"})
  private String algorithm = "RS256";

  private final TestClock clock = new TestClock();
  private final TestIssuer issuer = TestIssuer.start("", clock);
  private final TokenVerifier verifier = new TokenVerifier(clock, TokenVerifier.Limits.DEFAULT);
  private final TrustedIssuer trusted =
      new TrustedIssuer(IssuerSettings.of("bench", issuer.issuer()), clock);
  private final AuthenticationStage stage =
      new AuthenticationStage(
          new CallerChecks(
              verifier,
              new DpopVerifier(
                  verifier,
                  List.of(new byte[32]),
                  clock,
                  new DpopVerifier.Limits(Duration.ofMinutes(5), 100_000_000)),
              new FailureBudget(FailureBudget.Size.UNLIMITED, System::nanoTime),
              clock),
          List.of(trusted),
          ProtectedResourceMetadata.of(ROUTE, List.of(issuer.issuer()), List.of(), null));

  private Exchange known = exchange(Map.of());
  private final Exchange[] unknown = new Exchange[TOKENS];
  private Exchange proved = exchange(Map.of());
  private int next;

  @Setup
  public void sign() {
    issuer.addKey(algorithm);
    known = bearer("0");
    decide(known);
    for (int i = 0; i < TOKENS; i++) {
      unknown[i] = bearer(Integer.toString(i + 1));
    }
    TestKey key = TestKey.generate(algorithm);
    String token =
        issuer
            .token(RESOURCE.toString())
            .claim("exp", clock.instant().plus(Duration.ofDays(3650)).getEpochSecond())
            .claim("cnf", Map.of("jkt", TestProof.thumbprint(key)))
            .sign();
    String proof = TestProof.of(key, token, "POST", RESOURCE.toString(), clock.instant()).sign();
    proved = exchange(Map.of("authorization", "DPoP " + token, "dpop", proof));
    decide(proved);
  }

  private Exchange bearer(String id) {
    return exchange(
        Map.of(
            "authorization",
            "Bearer "
                + issuer
                    .token(RESOURCE.toString())
                    .claim("exp", clock.instant().plus(Duration.ofDays(3650)).getEpochSecond())
                    .claim("jti", id)
                    .claim("roles", List.of("sales"))
                    .claim("scope", "mcp")
                    .sign()));
  }

  @TearDown(Level.Trial)
  public void close() {
    verifier.close();
    trusted.close();
    issuer.close();
  }

  /** A token that was verified a moment ago. */
  @Benchmark
  public Verdict remembered() {
    return stage.apply(known);
  }

  /** A token of which nothing is known, with the way to another thread and back. */
  @Benchmark
  public Verdict unknown() {
    if (next == TOKENS) {
      next = 0;
      clock.advance(FORGOTTEN);
    }
    return decide(unknown[next++]);
  }

  /** A known token with a proof; the same proof passes, since it is the same HTTP request. */
  @Benchmark
  public Verdict proof() {
    return decide(proved);
  }

  private Verdict decide(Exchange exchange) {
    Verdict verdict = stage.apply(exchange);
    while (verdict instanceof Verdict.Await(var later)) {
      verdict = later.toCompletableFuture().join();
    }
    if (!(verdict instanceof Verdict.Continue)) {
      throw new IllegalStateException(verdict.toString());
    }
    return verdict;
  }

  private static Exchange exchange(Map<String, String> headers) {
    return Exchange.received(
        new Arrival(
            "1",
            java.time.Instant.EPOCH,
            1,
            "public",
            "192.0.2.1:1",
            "HTTP/1.1",
            "POST",
            "/crm/mcp",
            null),
        ROUTE,
        new ClientHop(Era.MODERN, "2026-07-28", "bench", new Fixed(headers), new Session.None()),
        new Operation.OpenStream(),
        Target.none());
  }

  private record Fixed(Map<String, String> fields) implements RequestHeaders {
    @Override
    public @Nullable String first(String name) {
      return fields.get(name);
    }

    @Override
    public List<String> all(String name) {
      String value = fields.get(name);
      return value == null ? List.of() : List.of(value);
    }

    @Override
    public List<Map.Entry<String, String>> startingWith(String prefix) {
      return List.of();
    }
  }
}
