package io.mcpgateway.benchmarks;

import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
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
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.mask.MaskedTools;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.token.ValueTokens;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The exchanges and the policy that every benchmark measures with. */
final class Exchanges {
  private static final Route ROUTE =
      new Route(
          "/crm/mcp",
          URI.create("https://mcp.example.com/crm/mcp"),
          "crm",
          Set.of(),
          1 << 20,
          "config-1",
          "policy-1");
  private static final Principal SALES =
      new Principal.Authenticated(
          "https://idp.example.com",
          "ada",
          "agent",
          List.of(),
          null,
          Set.of("sales"),
          Set.of(),
          null,
          Instant.MAX);

  private Exchanges() {}

  static PolicySpec policy() {
    return policy(
        """
        roles:
          sales: { tools: [search_customers, get_customer, "list_*"] }
          support: { includes: [sales], tools: [refund] }
        rules:
          - { name: no-deletes, deny: { tools: ["delete_*"] } }
        masks:
          - { name: pii, detect: [card, email], action: redact }
          - { name: billing, fields: [/customer/billing/iban], action: redact }
        limits:
          - { name: per-user, key: [principal], rate: 1000000/s, burst: 1000000 }
        """);
  }

  static PolicySpec policy(String yaml) {
    Problems problems = new Problems();
    PolicySpec policy =
        PolicySpec.read(
            YamlMap.parse("policy.yaml", yaml, problems, reference -> null), "policy-1");
    if (!problems.isEmpty()) {
      throw new IllegalStateException(problems.all().toString());
    }
    return policy;
  }

  static MaskedTools maskedTools() {
    return new MaskedTools(
        new ValueTokens(List.of(new byte[32]), InstantSource.system()), InstantSource.system());
  }

  static Exchange call(JsonRpcMessage message) {
    ClientHop client =
        new ClientHop(Era.MODERN, "2026-07-28", "bench", new NoHeaders(), new Session.None());
    Arrival arrival =
        new Arrival(
            "x1",
            Instant.EPOCH,
            System.nanoTime(),
            "public",
            "-",
            "HTTP/1.1",
            "POST",
            "/crm/mcp",
            null);
    return Exchange.received(
            arrival,
            ROUTE,
            client,
            new Operation.Send(message),
            Target.of(McpMethod.TOOLS_CALL, message))
        .with(SALES);
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
