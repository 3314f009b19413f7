package io.mcpgateway.app.policy;

import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.policy.access.AccessPolicy;
import io.mcpgateway.policy.access.Decision;
import io.mcpgateway.policy.access.Explanation;
import io.mcpgateway.policy.access.Question;
import io.mcpgateway.policy.access.Question.Subject;
import io.mcpgateway.policy.model.Mode;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A route as its callers find it: the policy that decides, and the scopes that their tokens need.
 *
 * @param path its path
 * @param upstream the name of its upstream
 * @param spec what its policy says
 * @param platform what the policy above it says, or null if there is none
 * @param mode whether what the policies decide is enforced
 * @param scopes what every token needs
 */
public record RuledRoute(
    String path,
    String upstream,
    PolicySpec spec,
    @Nullable PolicySpec platform,
    Mode mode,
    Set<String> scopes,
    AccessPolicy policy) {

  /** The rule that a token fails by which lacks a scope, as audit records call its outcome. */
  public static final String INSUFFICIENT_SCOPE = "insufficient-scope";

  /**
   * What becomes of a question.
   *
   * @param enforced what happens
   * @param observations what would, were everything enforced; empty if the same
   * @param lacking the scopes that a token would have to have; empty if nothing lacks
   */
  public record Ruling(Decision enforced, List<Observation> observations, Set<String> lacking) {
    public Ruling {
      observations = List.copyOf(observations);
      lacking = Set.copyOf(lacking);
    }

    /** What differs, in the words of audit records. */
    public String observed() {
      return observations.stream()
          .map(each -> each.effect().word() + ' ' + each.rule())
          .collect(Collectors.joining(", "));
    }
  }

  public RuledRoute {
    scopes = Set.copyOf(scopes);
  }

  /** A route of a configuration. */
  public static RuledRoute of(LoadedConfig config, RouteConfig route) {
    return of(config, route, config.policy(route));
  }

  /** The same with another policy of its own. */
  public static RuledRoute of(LoadedConfig config, RouteConfig route, PolicySpec policy) {
    return new RuledRoute(
        route.path(),
        route.upstream(),
        policy,
        config.platform(),
        route.policyMode(),
        route.scopes().required(),
        AccessPolicy.of(policy, config.platform(), route.policyMode()));
  }

  /** A policy without a route. */
  public static RuledRoute alone(PolicySpec policy, @Nullable PolicySpec platform) {
    return new RuledRoute(
        "/",
        "upstream",
        policy,
        platform,
        Mode.ENFORCE,
        Set.of(),
        AccessPolicy.of(policy, platform, Mode.ENFORCE));
  }

  /** The same with other policies. */
  RuledRoute with(PolicySpec otherSpec, @Nullable PolicySpec otherPlatform) {
    return new RuledRoute(
        path,
        upstream,
        otherSpec,
        otherPlatform,
        mode,
        scopes,
        AccessPolicy.of(otherSpec, otherPlatform, mode));
  }

  /** Decides as the gateway does. */
  public Ruling judge(Question question) {
    var judgement = policy.judge(question);
    Set<String> lacking = judgement.enforced().isPermit() ? lacking(question) : Set.of();
    return new Ruling(
        lacking.isEmpty() ? judgement.enforced() : new Decision.Deny(INSUFFICIENT_SCOPE),
        judgement.observations(),
        lacking);
  }

  /** Why it decides so. */
  public Explanation explain(Question question) {
    Explanation explanation = policy.explain(question);
    Set<String> needed = needed(question.subject());
    if (needed.isEmpty()) {
      return explanation;
    }
    boolean lacks = !policy.allows(question.principal(), needed);
    String names = String.join(" ", new TreeSet<>(needed));
    List<Explanation.Step> steps = new ArrayList<>(explanation.steps());
    steps.add(
        new Explanation.Step(
            "scopes",
            Source.NONE,
            "needs " + names + (lacks ? ", which the token lacks" : ", and the token allows it"),
            lacks));
    if (!lacks) {
      return new Explanation(
          explanation.decision(), explanation.observed(), steps, explanation.remedies());
    }
    List<String> remedies = new ArrayList<>(explanation.remedies());
    remedies.add("a token with the scopes " + names + ", which its client would be asked for");
    return new Explanation(
        denied(explanation.decision()), denied(explanation.observed()), steps, remedies);
  }

  private static Decision denied(Decision decision) {
    return decision.isPermit() ? new Decision.Deny(INSUFFICIENT_SCOPE) : decision;
  }

  /** The scopes that a token needs, and this one has not. */
  private Set<String> lacking(Question question) {
    Set<String> needed = needed(question.subject());
    return policy.allows(question.principal(), needed) ? Set.of() : needed;
  }

  /** The scopes that a token needs for what would be permitted. */
  public Set<String> needed(Subject subject) {
    Set<String> own =
        switch (subject) {
          case Subject.Use(var primitive, String name) -> policy.requiredScopes(primitive, name);
          case Subject.Template(String template) -> policy.requiredScopesOfTemplate(template);
          case Subject.AnyTool _, Subject.Answer _, Subject.Method _ -> Set.of();
        };
    if (scopes.isEmpty() || own.isEmpty()) {
      return own.isEmpty() ? scopes : own;
    }
    Set<String> all = new TreeSet<>(scopes);
    all.addAll(own);
    return all;
  }
}
