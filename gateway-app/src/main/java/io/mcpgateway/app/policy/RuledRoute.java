package io.mcpgateway.app.policy;

import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.access.AccessPolicy;
import io.mcpgateway.policy.access.Decision;
import io.mcpgateway.policy.access.Explanation;
import io.mcpgateway.policy.access.Judgement;
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

  /** The same with another path and upstream, where they are not null. */
  public RuledRoute named(@Nullable String otherPath, @Nullable String otherUpstream) {
    return new RuledRoute(
        otherPath == null ? path : otherPath,
        otherUpstream == null ? upstream : otherUpstream,
        spec,
        platform,
        mode,
        scopes,
        policy);
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

  /** Decides a call as the gateway does: first its method, then what it is about. */
  public Ruling judge(Question question) {
    Question method = aboutMethod(question);
    Judgement first = method == null ? null : policy.judge(method);
    if (first != null && !first.enforced().isPermit()) {
      return new Ruling(first.enforced(), first.observations(), Set.of());
    }
    Ruling ruling = listed(question);
    if (first == null || first.observations().isEmpty()) {
      return ruling;
    }
    List<Observation> all = new ArrayList<>(first.observations());
    ruling.observations().stream().filter(each -> !all.contains(each)).forEach(all::add);
    return new Ruling(ruling.enforced(), all, ruling.lacking());
  }

  /** Decides as the gateway does whether a list shows something; scopes hide nothing. */
  public Decision shows(Question question) {
    return policy.decide(question);
  }

  private Ruling listed(Question question) {
    Judgement judgement = policy.judge(question);
    if (!judgement.enforced().isPermit() || policy.permitsAll()) {
      return new Ruling(judgement.enforced(), judgement.observations(), Set.of());
    }
    Set<String> lacking = lacking(question);
    return new Ruling(
        lacking.isEmpty() ? named(question, judgement.enforced()) : lacks(),
        judgement.observations(),
        lacking);
  }

  /** A list is granted by another word than what merely is part of the protocol. */
  private static Decision named(Question question, Decision decision) {
    McpMethod method =
        question.subject() instanceof Subject.Method(String name, _)
            ? CallReader.known(name)
            : null;
    return method != null
            && method.kind() == McpMethod.Kind.LIST
            && decision.rule().equals("protocol")
        ? new Decision.Permit("list")
        : decision;
  }

  /** The question about the method alone, or null if there is no other. */
  private static @Nullable Question aboutMethod(Question question) {
    return switch (question.subject()) {
      case Subject.Use _, Subject.Template _, Subject.AnyTool _ -> {
        String method = question.circumstances().method();
        yield new Question(
            question.principal(),
            new Subject.Method(method, CallReader.known(method) != null),
            question.circumstances());
      }
      case Subject.Method _, Subject.Answer _ -> null;
    };
  }

  /** Why it decides so. */
  public Explanation explain(Question question) {
    Question method = aboutMethod(question);
    Explanation first = method == null ? null : policy.explain(method);
    if (first != null && !first.decision().isPermit()) {
      return first;
    }
    Explanation explanation = policy.explain(question);
    List<Explanation.Step> steps = new ArrayList<>();
    if (first != null) {
      first.steps().stream().filter(Explanation.Step::counts).forEach(steps::add);
    }
    steps.addAll(explanation.steps());
    List<String> remedies = new ArrayList<>(explanation.remedies());
    Decision decision = named(question, explanation.decision());
    Decision observed = named(question, explanation.observed());
    Set<String> needed = policy.permitsAll() ? Set.of() : needed(question.subject());
    if (!needed.isEmpty()) {
      boolean lacks = !policy.allows(question.principal(), needed);
      String names = String.join(" ", new TreeSet<>(needed));
      steps.add(
          new Explanation.Step(
              "scopes",
              Source.NONE,
              "needs " + names + (lacks ? ", which the token lacks" : ", and the token has it"),
              lacks));
      if (lacks) {
        remedies.add("Ask with a token that has the scopes " + names + '.');
        decision = decision.isPermit() ? lacks() : decision;
        observed = observed.isPermit() ? lacks() : observed;
      }
    }
    return new Explanation(decision, observed, steps, remedies);
  }

  private static Decision lacks() {
    return new Decision.Deny(INSUFFICIENT_SCOPE);
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
