package io.mcpgateway.app.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.core.exchange.Arrival;
import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.RequestHeaders;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.policy.mask.MaskPreview;
import io.mcpgateway.policy.mask.MaskPreview.Finding;
import io.mcpgateway.policy.mask.MaskedTools;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.token.ValueTokens;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the masks of a route would make of something, tried without a gateway.
 *
 * @param policies the route's, then the platform's: what the first leaves goes through the second
 * @param exchange who gets or sends it, where, and what it is about
 * @param arguments whether it is sent by the client; if not, it is a reply
 */
public record MaskTrial(
    List<PolicySpec> policies, MaskedTools tools, Exchange exchange, boolean arguments) {
  private static final int KEY_BYTES = 32;

  public MaskTrial {
    policies = List.copyOf(policies);
  }

  /**
   * What it is about.
   *
   * @param method null if that is not said: then every mask applies
   * @param name of the tool or prompt, or the URI of the resource
   */
  public record About(@Nullable McpMethod method, String name) {
    /** Nothing in particular. */
    public static final About ANYTHING = new About(null, "");
  }

  /** With a key that is made up, so that hashes and tokens of a trial mean nothing elsewhere. */
  public static MaskedTools tools(InstantSource clock) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new MaskedTools(new ValueTokens(List.of(key), clock), clock);
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

  /** An exchange that never happens. */
  public static Exchange exchange(
      String path, String upstream, Principal principal, About about, @Nullable ToolDefinition tool)
      throws MalformedMessageException {
    Route route =
        new Route(path, URI.create("https://gateway.invalid"), upstream, Set.of(), 1, "", "");
    Arrival arrival =
        new Arrival("try", Instant.EPOCH, 0, "try", "-", "HTTP/1.1", "POST", path, null);
    ClientHop client =
        new ClientHop(Era.MODERN, "2026-07-28", "try", new NoHeaders(), new Session.None());
    McpMethod method = about.method();
    JsonRpcMessage request = request(method == null ? McpMethod.PING : method, about.name());
    Exchange exchange =
        Exchange.received(
                arrival,
                route,
                client,
                new Operation.Send(request),
                method == null ? Target.none() : Target.of(method, request))
            .with(principal);
    return tool == null ? exchange : exchange.with(tool);
  }

  private static JsonRpcMessage request(McpMethod method, String name)
      throws MalformedMessageException {
    String key = method == McpMethod.RESOURCES_READ ? "uri" : "name";
    return MessageScanner.scan(
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
                + Json.quote(method.wireName())
                + ",\"params\":{\""
                + key
                + "\":"
                + Json.quote(name)
                + "}}")
            .getBytes(UTF_8));
  }

  /** Masks {@code input}: a message of JSON-RPC, other JSON, or a text, in UTF-8. */
  public MaskPreview.Result of(byte[] input) {
    List<Finding> findings = new ArrayList<>();
    Map<String, Integer> counts = new TreeMap<>();
    Set<String> observed = new TreeSet<>();
    String output = new String(input, UTF_8);
    String withheld = null;
    for (PolicySpec policy : policies) {
      byte[] left = output.getBytes(UTF_8);
      MaskPreview.Result result =
          arguments
              ? MaskPreview.ofArguments(policy, exchange, left, tools)
              : MaskPreview.ofReply(policy, exchange, left, tools);
      findings.addAll(result.findings());
      result.counts().forEach((mask, count) -> counts.merge(mask, count, Integer::sum));
      observed.addAll(result.observed());
      if (result.output() == null) {
        withheld = result.withheld();
        break;
      }
      output = result.output();
    }
    return new MaskPreview.Result(
        withheld == null ? output : null, withheld, findings, counts, observed);
  }

  /**
   * The result for programs.
   *
   * @param values whether to show what was found
   */
  public static ObjectNode json(MaskPreview.Result result, boolean values) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("output", result.output());
    json.put("withheld", result.withheld());
    ArrayNode findings = json.putArray("findings");
    for (Finding finding : result.findings()) {
      ObjectNode each = findings.addObject();
      each.put("mask", finding.mask()).put("what", finding.what());
      each.put("replacement", finding.replacement());
      if (values) {
        each.put("value", finding.value());
      }
    }
    ObjectNode counts = json.putObject("counts");
    new TreeMap<>(result.counts()).forEach(counts::put);
    ArrayNode observed = json.putArray("observed");
    new TreeSet<>(result.observed()).forEach(observed::add);
    return json;
  }

  /** The result for people: a line for each mask, kind and replacement, with how often. */
  public static List<String> lines(MaskPreview.Result result, boolean values) {
    Map<String, Integer> lines = new LinkedHashMap<>();
    for (Finding finding : result.findings()) {
      String became =
          finding.replacement() == null
              ? result.observed().contains(finding.mask()) ? "observed" : "nothing"
              : finding.replacement();
      String found = values ? finding.what() + " " + finding.value() : finding.what();
      lines.merge(finding.mask() + ": " + found + " -> " + became, 1, Integer::sum);
    }
    List<String> all = new ArrayList<>();
    lines.forEach((line, count) -> all.add(count == 1 ? line : line + " (" + count + " times)"));
    return all;
  }
}
