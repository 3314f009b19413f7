package io.mcpgateway.app.policy;

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
import io.mcpgateway.policy.model.Mask;
import io.mcpgateway.policy.model.MaskAction;
import io.mcpgateway.policy.model.PolicySpec;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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

  /** What became of something that was found. */
  public enum Effect {
    REPLACED,
    /** It is left out, with its name. */
    DROPPED,
    /** It goes on as it is. */
    OBSERVED,
    /** Nothing goes on. */
    BLOCKED
  }

  /** Something that was found, and what became of it. */
  public record Found(Finding finding, Effect effect) {}

  /**
   * What came of a trial, over all policies.
   *
   * @param output what would go on; null if nothing would
   * @param withheld why nothing would go on; null if something would
   * @param counts how often each mask applied, by name
   * @param observed the masks that are only observed and found something
   */
  public record Outcome(
      @Nullable String output,
      @Nullable String withheld,
      List<Found> found,
      Map<String, Integer> counts,
      Set<String> observed) {
    public Outcome {
      found = List.copyOf(found);
      counts = Collections.unmodifiableMap(new TreeMap<>(counts));
      observed = Collections.unmodifiableSet(new TreeSet<>(observed));
    }
  }

  /** Masks {@code input}: a message of JSON-RPC, other JSON, or a text, in UTF-8. */
  public Outcome of(byte[] input) {
    List<Found> found = new ArrayList<>();
    Map<String, Integer> counts = new TreeMap<>();
    Set<String> observed = new TreeSet<>();
    byte[] left = input;
    for (PolicySpec policy : policies) {
      MaskPreview.Result result =
          arguments
              ? MaskPreview.ofArguments(policy, exchange, left, tools)
              : MaskPreview.ofReply(policy, exchange, left, tools);
      result.findings().forEach(each -> found.add(new Found(each, effect(policy, each))));
      result.counts().forEach((mask, count) -> counts.merge(mask, count, Integer::sum));
      observed.addAll(result.observed());
      if (result.output() == null) {
        return new Outcome(null, result.withheld(), found, counts, observed);
      }
      left = result.output().getBytes(UTF_8);
    }
    return new Outcome(new String(left, UTF_8), null, found, counts, observed);
  }

  private Effect effect(PolicySpec policy, Finding finding) {
    if (finding.replacement() != null) {
      return Effect.REPLACED;
    }
    for (Mask mask : policy.masks()) {
      if (mask.name().equals(finding.mask())) {
        boolean watched =
            arguments
                ? mask.arguments() == Mask.Arguments.OBSERVE
                : mask.results() == Mask.Results.OBSERVE;
        boolean blocks =
            mask.action() instanceof MaskAction.Block
                || (arguments && mask.arguments() == Mask.Arguments.BLOCK);
        return watched ? Effect.OBSERVED : blocks ? Effect.BLOCKED : Effect.DROPPED;
      }
    }
    return Effect.DROPPED;
  }
}
