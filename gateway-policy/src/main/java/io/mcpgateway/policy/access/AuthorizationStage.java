package io.mcpgateway.policy.access;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Grant;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Grants an exchange what the policy permits its caller, and refuses everything else. What a caller
 * may not use answers like something that does not exist; what only the token does not allow is
 * answered with the scopes that it takes, so that the client can ask for them.
 */
public final class AuthorizationStage implements Stage {
  private final AccessPolicy policy;
  private final ScopeChallenge challenge;

  /** For a route that needs no scopes but those of its policy. */
  public AuthorizationStage(AccessPolicy policy) {
    this(policy, ScopeChallenge.NONE);
  }

  public AuthorizationStage(AccessPolicy policy, ScopeChallenge challenge) {
    this.policy = policy;
    this.challenge = challenge;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    return switch (exchange.operation()) {
      case Operation.Send(JsonRpcMessage message) -> decide(exchange, message);
      case Operation.OpenStream() -> decideStream(exchange);
      case Operation.EndSession() -> grant(exchange, "session");
    };
  }

  private Verdict decide(Exchange exchange, JsonRpcMessage message) {
    McpMethod method = exchange.target().method();
    if (message instanceof JsonRpcMessage.Response) {
      return grant(exchange, "session");
    }
    if (method == null) {
      return new Verdict.Refuse(new Refusal.UnknownMethod());
    }
    if (message instanceof JsonRpcMessage.Notification
        && method.kind() != McpMethod.Kind.NOTIFICATION) {
      // An upstream that acts on it would do so without an answer that could be filtered.
      return new Verdict.Refuse(new Refusal.InvalidMessage("id: missing"));
    }
    if (policy.permitsAll()) {
      return grant(exchange, "permit-all");
    }
    return switch (method.kind()) {
      case PROTOCOL, NOTIFICATION -> grant(exchange, "protocol");
      case LIST -> grant(exchange, "list");
      case USE -> use(exchange);
      case COMPLETE -> complete(exchange, message.params().object("ref"));
      case SUBSCRIBE -> subscribe(exchange, message.params());
      case TASK -> task(exchange);
    };
  }

  /** A stream that is resumed is decided as the reply that it was part of. */
  private Verdict decideStream(Exchange exchange) {
    Target target = exchange.target();
    Principal principal = exchange.principal();
    McpMethod method = target.method();
    if (method == null) {
      return grant(exchange, "session");
    }
    return switch (method.kind()) {
      case PROTOCOL, NOTIFICATION, LIST, SUBSCRIBE -> grant(exchange, "session");
      case USE -> use(exchange);
      case COMPLETE -> {
        // The place in the stream does not say which of the two its name is.
        Decision asTemplate = policy.decideTemplate(principal, target.name());
        yield verdict(
            exchange,
            target,
            asTemplate.isPermit()
                ? asTemplate
                : policy.decide(principal, Primitive.PROMPT, target.name()),
            ScopeNeeds.union(
                policy.requiredScopesOfTemplate(target.name()),
                policy.requiredScopes(Primitive.PROMPT, target.name())));
      }
      case TASK -> task(exchange);
    };
  }

  private Verdict use(Exchange exchange) {
    Target target = exchange.target();
    Primitive primitive = target.primitive();
    if (primitive == null) {
      throw new IllegalStateException("a method that uses nothing: " + target.method());
    }
    return verdict(
        exchange,
        target,
        policy.decide(exchange.principal(), primitive, target.name()),
        policy.requiredScopes(primitive, target.name()));
  }

  private Verdict complete(Exchange exchange, @Nullable JsonObject ref) {
    String type = ref == null ? null : ref.string("type");
    if (ref == null || type == null || hasVariant(ref, List.of("type", "uri", "name"))) {
      return invalid("ref: expected a prompt or a resource template");
    }
    String uri = ref.string("uri");
    String name = ref.string("name");
    // Exactly one of the two, and the one that the type names: nobody behind us may take the other.
    if (type.equals("ref/resource") && uri != null && !ref.has("name")) {
      Target target = new Target(McpMethod.COMPLETE, Primitive.RESOURCE, uri);
      return verdict(
          exchange,
          target,
          policy.decideTemplate(exchange.principal(), uri),
          policy.requiredScopesOfTemplate(uri));
    }
    if (type.equals("ref/prompt") && name != null && !ref.has("uri")) {
      Target target = new Target(McpMethod.COMPLETE, Primitive.PROMPT, name);
      return verdict(
          exchange,
          target,
          policy.decide(exchange.principal(), Primitive.PROMPT, name),
          policy.requiredScopes(Primitive.PROMPT, name));
    }
    return invalid("ref: expected a prompt's name or a resource template's uri");
  }

  /** Every resource that the caller wants to hear of must be one that the caller may read. */
  private Verdict subscribe(Exchange exchange, JsonObject params) {
    List<String> uris = Subscriptions.resources(params);
    if (uris == null) {
      return invalid("notifications.resourceSubscriptions: expected a list of URIs");
    }
    Set<String> scopes = Set.of();
    for (String uri : uris) {
      Decision decision = policy.decide(exchange.principal(), Primitive.RESOURCE, uri);
      if (decision instanceof Decision.Deny(String rule)) {
        Target target = new Target(McpMethod.SUBSCRIPTIONS_LISTEN, Primitive.RESOURCE, uri);
        return new Verdict.Refuse(new Refusal.Hidden(target, rule));
      }
      scopes = ScopeNeeds.union(scopes, policy.requiredScopes(Primitive.RESOURCE, uri));
    }
    return grant(exchange, "subscription", scopes);
  }

  /**
   * A task was started by a call that was permitted then, and its id is the upstream's secret: who
   * may call no tool at all has no tasks. Nor does it say which scopes the call needed.
   */
  private Verdict task(Exchange exchange) {
    return switch (policy.decideAnyTool(exchange.principal())) {
      case Decision.Permit(String rule) -> grant(exchange, rule);
      case Decision.Deny(String rule) -> new Verdict.Refuse(new Refusal.Forbidden(rule));
    };
  }

  /** Whether a member differs from one of {@code names} only by case. */
  static boolean hasVariant(JsonObject object, List<String> names) {
    for (int i = 0; i < object.size(); i++) {
      String member = object.name(i);
      for (String name : names) {
        if (member.equalsIgnoreCase(name) && !member.equals(name)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * @param scopes what the token needs if {@code decision} permits
   */
  private Verdict verdict(Exchange exchange, Target target, Decision decision, Set<String> scopes) {
    return switch (decision) {
      case Decision.Permit(String rule) -> grant(exchange, rule, scopes);
      case Decision.Deny(String rule) -> new Verdict.Refuse(new Refusal.Hidden(target, rule));
    };
  }

  /** For what needs no other scopes than every exchange of the route. */
  private Verdict grant(Exchange exchange, String rule) {
    return grant(exchange, rule, Set.of());
  }

  private Verdict grant(Exchange exchange, String rule, Set<String> scopes) {
    Set<String> needed = ScopeNeeds.union(challenge.routeScopes(), scopes);
    if (!policy.allows(exchange.principal(), needed)) {
      return new Verdict.Refuse(challenge.refusal(exchange, needed));
    }
    return new Verdict.Continue(exchange.with(new Grant.ByRule(rule, policy.version())));
  }

  private static Verdict invalid(String problem) {
    return new Verdict.Refuse(new Refusal.InvalidParams(problem));
  }
}
