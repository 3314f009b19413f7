package io.mcpgateway.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.MessageScanner;
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

/** Exchanges, principals, messages and policies for tests. */
public final class Exchanges {
  private Exchanges() {}

  public static PolicySpec policy(String yaml) {
    Problems problems = new Problems();
    PolicySpec spec =
        PolicySpec.read(YamlMap.parse("policy.yaml", yaml, problems, name -> null), "v1");
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.all().toString());
    }
    return spec;
  }

  /** With a key of its own, and the clock of the machine. */
  public static MaskedTools maskedTools() {
    return new MaskedTools(
        new ValueTokens(List.of(new byte[32]), InstantSource.system()), InstantSource.system());
  }

  public static Principal anonymous() {
    return new Principal.Anonymous();
  }

  public static Principal someone(String subject, String... roles) {
    return withScopes(subject, Set.of(), roles);
  }

  public static Principal withScopes(String subject, Set<String> scopes, String... roles) {
    return new Principal.Authenticated(
        "https://idp.example",
        subject,
        "client",
        List.of(),
        null,
        Set.of(roles),
        scopes,
        null,
        Instant.MAX);
  }

  public static Principal inGroups(String subject, Set<String> groups, String... roles) {
    return new Principal.Authenticated(
        "https://idp.example",
        subject,
        "client",
        List.of(),
        null,
        Set.copyOf(List.of(roles)),
        groups,
        Map.of(),
        Set.of(),
        null,
        Instant.MAX);
  }

  public static JsonRpcMessage message(String json) {
    try {
      return MessageScanner.scan(json.getBytes(UTF_8));
    } catch (MalformedMessageException malformed) {
      throw new IllegalArgumentException(malformed.problem(), malformed);
    }
  }

  public static Exchange call(Principal principal, String tool) {
    return request(
        principal, McpMethod.TOOLS_CALL, "{\"name\":" + Json.quote(tool) + ",\"arguments\":{}}");
  }

  public static Exchange request(Principal principal, McpMethod method, String params) {
    return send(
        principal,
        message(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
                + method.wireName()
                + "\",\"params\":"
                + params
                + "}"));
  }

  public static Exchange send(Principal principal, JsonRpcMessage message) {
    Era era = Era.MODERN;
    String name = message.method();
    McpMethod method =
        name == null
            ? null
            : McpMethod.of(name, era).or(() -> McpMethod.of(name, Era.LEGACY)).orElse(null);
    Target target = method == null ? Target.none() : Target.of(method, message);
    return exchange(principal, new Operation.Send(message), target);
  }

  public static Exchange exchange(Principal principal, Operation operation, Target target) {
    return onRoute("/crm/mcp", principal, operation, target);
  }

  public static Exchange onRoute(
      String path, Principal principal, Operation operation, Target target) {
    Route route =
        new Route(
            path, URI.create("https://mcp.example" + path), "crm", Set.of(), 1 << 20, "c1", "v1");
    Arrival arrival =
        new Arrival(
            "x1", Instant.EPOCH, 0, "public", "192.0.2.1:5", "HTTP/1.1", "POST", path, null);
    ClientHop client =
        new ClientHop(Era.MODERN, "2026-07-28", null, new NoHeaders(), new Session.None());
    return Exchange.received(arrival, route, client, operation, target).with(principal);
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
