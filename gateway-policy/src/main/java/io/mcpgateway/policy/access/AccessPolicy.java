package io.mcpgateway.policy.access;

import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.model.Mode;
import io.mcpgateway.policy.model.PolicySpec;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what on a route. A deny wins over every permit; what nothing permits is denied. Calls
 * and lists ask the same question here, so a list shows what a call permits.
 *
 * <p>There may be two policies: the route's own, and the platform's, which the route's can only
 * narrow. What both permit is permitted; each knows its own roles. Thread-safe.
 */
public final class AccessPolicy {
  private final Layer route;
  private final @Nullable Layer platform;
  private final Scopes scopes;

  /** A route's policy alone. */
  public AccessPolicy(PolicySpec spec) {
    this(spec, null);
  }

  private AccessPolicy(PolicySpec spec, @Nullable PolicySpec platform) {
    this.route = new Layer(spec, "");
    this.platform = platform == null ? null : new Layer(platform, Words.PLATFORM);
    this.scopes = new Scopes(spec.scopes(), platform == null ? null : platform.scopes());
  }

  /**
   * @param platform what the route's policy can only narrow, or null if there is nothing
   * @param routeMode whether what {@code route} decides is enforced; a route that observes is held
   *     to the platform's policy all the same
   */
  public static AccessPolicy of(PolicySpec route, @Nullable PolicySpec platform, Mode routeMode) {
    return new AccessPolicy(route.under(routeMode), platform);
  }

  /** The version of the route's policy, and of the platform's if there is one. */
  public String version() {
    return platform == null
        ? route.spec().version()
        : route.spec().version() + '+' + platform.spec().version();
  }

  /** Whether every caller may use everything, so that nothing needs to be filtered. */
  public boolean permitsAll() {
    return route.spec().permitsAll() && (platform == null || platform.spec().permitsAll());
  }

  /** Whether a method that MCP has may be decided otherwise than by its being one. */
  boolean decidesMethods() {
    return route.decidesMethods() || (platform != null && platform.decidesMethods());
  }

  /** Whether a decision about a tool may depend on what the upstream says of it. */
  public boolean needsDefinitions() {
    return route.needsDefinitions() || (platform != null && platform.needsDefinitions());
  }

  /** The roles of a caller that the route's policy knows. */
  public Set<String> rolesOf(Principal principal, Instant now) {
    return route.caller(principal, now).names();
  }

  /** The route's, and the platform's if there is one. */
  List<Layer> layers() {
    return platform == null ? List.of(route) : List.of(route, platform);
  }

  /** What is enforced. */
  public Decision decide(Question question) {
    return asked(question.principal(), question.circumstances().now()).decide(question);
  }

  /** What is enforced, and what differs from it because it is only observed. */
  public Judgement judge(Question question) {
    return asked(question.principal(), question.circumstances().now()).judge(question);
  }

  /** Why it is decided so. */
  public Explanation explain(Question question) {
    return new Explainer(route, platform).explain(question);
  }

  /** For many questions about one caller. */
  Asked asked(Principal principal, Instant now) {
    return new Asked(
        route.caller(principal, now), platform == null ? null : platform.caller(principal, now));
  }

  /** One caller, whose roles are known. Used by one thread. */
  final class Asked {
    private final Caller caller;
    private final @Nullable Caller platformCaller;

    private Asked(Caller caller, @Nullable Caller platformCaller) {
      this.caller = caller;
      this.platformCaller = platformCaller;
    }

    Decision decide(Question question) {
      return outcome(question).enforced();
    }

    Judgement judge(Question question) {
      Layer.Outcome outcome = outcome(question);
      boolean permits = outcome.enforced().isPermit();
      if (permits == outcome.observed().isPermit()) {
        return new Judgement(outcome.enforced());
      }
      Observation.Effect effect = permits ? Observation.Effect.DENY : Observation.Effect.PERMIT;
      return new Judgement(
          outcome.enforced(), List.of(new Observation(outcome.observed().rule(), effect)));
    }

    private Layer.Outcome outcome(Question question) {
      CallFacts.Once arguments = new CallFacts.Once();
      Layer.Outcome narrow = route.decide(question, caller, arguments);
      if (platform == null || platformCaller == null) {
        return narrow;
      }
      Layer.Outcome wide = platform.decide(question, platformCaller, arguments);
      return new Layer.Outcome(
          both(wide.enforced(), narrow.enforced()), both(wide.observed(), narrow.observed()));
    }
  }

  /** What two policies decide together. */
  static Decision both(Decision wide, Decision narrow) {
    if (!wide.isPermit() || !narrow.isPermit()) {
      return wide.isPermit() ? narrow : wide;
    }
    return narrow.equals(Words.PERMIT_ALL) ? wide : narrow;
  }

  // Scopes.

  /**
   * The scopes that a token needs for something that is permitted.
   *
   * @param name as in {@link Question.Subject.Use}
   */
  public Set<String> requiredScopes(Primitive primitive, String name) {
    return scopes.of(primitive, name);
  }

  /** The scopes that a token needs for every resource that the template may stand for. */
  public Set<String> requiredScopesOfTemplate(String template) {
    return scopes.ofTemplate(template);
  }

  /** Whether the caller's token has every scope of {@code required}, or one that implies it. */
  public boolean allows(Principal principal, Set<String> required) {
    return scopes.allow(principal, required);
  }
}
