package io.mcpgateway.policy.access;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Grant;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
  private final InstantSource clock;

  /** For a route that needs no scopes but those of its policy. */
  public AuthorizationStage(AccessPolicy policy) {
    this(policy, ScopeChallenge.NONE);
  }

  public AuthorizationStage(AccessPolicy policy, ScopeChallenge challenge) {
    this(policy, challenge, InstantSource.system());
  }

  /**
   * @param clock what conditions take the time from
   */
  public AuthorizationStage(AccessPolicy policy, ScopeChallenge challenge, InstantSource clock) {
    this.policy = policy;
    this.challenge = challenge;
    this.clock = clock;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    return new Case(exchange, clock.instant()).verdict();
  }

  /** One exchange, and what is said to it on the way to a verdict. */
  private final class Case {
    private final Exchange exchange;
    private final Questions questions;
    private final AccessPolicy.Asked policyForCaller;
    private List<Observation> observations = List.of();

    Case(Exchange exchange, Instant now) {
      this.exchange = exchange;
      this.questions = new Questions(exchange, now);
      this.policyForCaller = policy.asked(exchange.principal(), now);
    }

    Verdict verdict() {
      return switch (exchange.operation()) {
        case Operation.Send(JsonRpcMessage message) -> decide(message);
        case Operation.OpenStream() -> decideStream();
        case Operation.EndSession() -> grant("session");
      };
    }

    private Verdict decide(JsonRpcMessage message) {
      McpMethod method = exchange.target().method();
      String name = message.method();
      if (name == null) {
        return grant("session");
      }
      if (method == null) {
        return decideForeign(name);
      }
      if (message instanceof JsonRpcMessage.Notification
          && method.kind() != McpMethod.Kind.NOTIFICATION) {
        // An upstream that acts on it would do so without an answer that could be filtered.
        return new Verdict.Refuse(new Refusal.InvalidMessage("id: missing"));
      }
      if (policy.permitsAll()) {
        return grant(Words.PERMIT_ALL.rule());
      }
      Decision decision =
          policy.decidesMethods()
              ? judge(questions.about(new Question.Subject.Method(name, true)))
              : Words.PROTOCOL;
      if (!decision.isPermit()) {
        return refuse(withoutMethod(decision, method));
      }
      return switch (method.kind()) {
        case PROTOCOL, NOTIFICATION -> grant(decision.rule());
        case LIST -> grant(decision, "list");
        case USE -> use(true);
        case COMPLETE -> complete(message.params().object("ref"));
        case SUBSCRIBE -> subscribe(decision, message.params());
        case TASK -> task();
      };
    }

    /** A method that only a policy may know. */
    private Verdict decideForeign(String name) {
      Decision decision = judge(questions.about(new Question.Subject.Method(name, false)));
      return decision.isPermit() ? grant(decision.rule()) : refuse(withoutMethod(decision, null));
    }

    /** The answer is that of a method that nobody knows, whether or not there is one. */
    private Refusal withoutMethod(Decision decision, @Nullable McpMethod method) {
      boolean answers = exchange.requestId() != null || exchange.client().era() == Era.MODERN;
      if (!answers) {
        return new Refusal.InvalidMessage("unknown notification");
      }
      boolean unnamed =
          decision.rule().endsWith(Words.DEFAULT) || decision.rule().endsWith(Words.MALFORMED);
      return method == null && unnamed
          ? new Refusal.UnknownMethod()
          : new Refusal.Hidden(new Target(method, null, ""), decision.rule());
    }

    /** A stream that is resumed is decided as the reply that it was part of. */
    private Verdict decideStream() {
      Target target = exchange.target();
      McpMethod method = target.method();
      String name = resumedMethod();
      if (method == null) {
        return name == null || name.equals(exchange.operation().method())
            ? grant("session")
            : decideForeign(name);
      }
      if (policy.permitsAll()) {
        return grant(Words.PERMIT_ALL.rule());
      }
      Decision decision =
          judge(questions.aboutAny(new Question.Subject.Method(method.wireName(), true)));
      if (!decision.isPermit()) {
        return refuse(new Refusal.Hidden(new Target(method, null, ""), decision.rule()));
      }
      return switch (method.kind()) {
        case PROTOCOL, NOTIFICATION, LIST, SUBSCRIBE -> grant(decision, "session");
        case USE -> use(false);
        case COMPLETE -> {
          // The place in the stream does not say which of the two its name is.
          Decision asTemplate =
              judge(questions.aboutAny(new Question.Subject.Template(target.name())));
          yield verdict(
              target,
              asTemplate.isPermit()
                  ? asTemplate
                  : judge(
                      questions.aboutAny(
                          new Question.Subject.Use(Primitive.PROMPT, target.name()))),
              ScopeNeeds.union(
                  policy.requiredScopesOfTemplate(target.name()),
                  policy.requiredScopes(Primitive.PROMPT, target.name())));
        }
        case TASK -> task();
      };
    }

    private @Nullable String resumedMethod() {
      return exchange.client().session()
                  instanceof Session.Open(_, _, Session.ResumePoint resume, _)
              && resume != null
          ? resume.method()
          : null;
    }

    /**
     * @param withArguments false for a stream, which is the rest of a reply to some that were
     *     decided then
     */
    private Verdict use(boolean withArguments) {
      Target target = exchange.target();
      Primitive primitive = target.primitive();
      if (primitive == null) {
        throw new IllegalStateException("a method that uses nothing: " + target.method());
      }
      Question.Subject use = new Question.Subject.Use(primitive, target.name());
      return verdict(
          target,
          judge(withArguments ? questions.about(use) : questions.aboutAny(use)),
          policy.requiredScopes(primitive, target.name()));
    }

    private Verdict complete(@Nullable JsonObject ref) {
      String type = ref == null ? null : ref.string("type");
      if (ref == null || type == null || hasVariant(ref, List.of("type", "uri", "name"))) {
        return invalid("ref: expected a prompt or a resource template");
      }
      String uri = ref.string("uri");
      String name = ref.string("name");
      // Exactly one of the two, and the one that the type names: nobody behind us may take the
      // other. Whoever completes arguments has not chosen them yet.
      if (type.equals("ref/resource") && uri != null && !ref.has("name")) {
        Target target = new Target(McpMethod.COMPLETE, Primitive.RESOURCE, uri);
        return verdict(
            target,
            judge(questions.aboutAny(new Question.Subject.Template(uri))),
            policy.requiredScopesOfTemplate(uri));
      }
      if (type.equals("ref/prompt") && name != null && !ref.has("uri")) {
        Target target = new Target(McpMethod.COMPLETE, Primitive.PROMPT, name);
        return verdict(
            target,
            judge(questions.aboutAny(new Question.Subject.Use(Primitive.PROMPT, name))),
            policy.requiredScopes(Primitive.PROMPT, name));
      }
      return invalid("ref: expected a prompt's name or a resource template's uri");
    }

    /** Every resource that the caller wants to hear of must be one that the caller may read. */
    private Verdict subscribe(Decision method, JsonObject params) {
      List<String> uris = Subscriptions.resources(params);
      if (uris == null) {
        return invalid("notifications.resourceSubscriptions: expected a list of URIs");
      }
      Set<String> scopes = Set.of();
      for (String uri : uris) {
        Decision decision =
            judge(questions.about(new Question.Subject.Use(Primitive.RESOURCE, uri)));
        if (!decision.isPermit()) {
          Target target = new Target(McpMethod.SUBSCRIPTIONS_LISTEN, Primitive.RESOURCE, uri);
          return refuse(new Refusal.Hidden(target, decision.rule()));
        }
        scopes = ScopeNeeds.union(scopes, policy.requiredScopes(Primitive.RESOURCE, uri));
      }
      return grant(method.equals(Words.PROTOCOL) ? "subscription" : method.rule(), scopes);
    }

    /**
     * A task was started by a call that was permitted then, and its id is the upstream's secret:
     * who may call no tool at all has no tasks. Nor does it say which scopes the call needed.
     */
    private Verdict task() {
      Decision decision = judge(questions.aboutAny(new Question.Subject.AnyTool()));
      return decision.isPermit()
          ? grant(decision.rule())
          : refuse(new Refusal.Forbidden(decision.rule()));
    }

    private Decision judge(Question question) {
      Judgement judgement = policyForCaller.judge(question);
      if (!judgement.observations().isEmpty()) {
        List<Observation> all = new ArrayList<>(observations);
        judgement.observations().stream().filter(each -> !all.contains(each)).forEach(all::add);
        observations = all;
      }
      return judgement.enforced();
    }

    /**
     * @param scopes what the token needs if {@code decision} permits
     */
    private Verdict verdict(Target target, Decision decision, Set<String> scopes) {
      return decision.isPermit()
          ? grant(decision.rule(), scopes)
          : refuse(new Refusal.Hidden(target, decision.rule()));
    }

    /** A method that names nothing is granted by {@code word}, if it is only not denied. */
    private Verdict grant(Decision method, String word) {
      return grant(method.equals(Words.PROTOCOL) ? word : method.rule());
    }

    /** For what needs no other scopes than every exchange of the route. */
    private Verdict grant(String rule) {
      return grant(rule, Set.of());
    }

    private Verdict grant(String rule, Set<String> scopes) {
      Set<String> needed = ScopeNeeds.union(challenge.routeScopes(), scopes);
      if (!policy.allows(exchange.principal(), needed)) {
        return refuse(challenge.refusal(exchange, needed));
      }
      return new Verdict.Continue(
          exchange.observed(observations).with(new Grant.ByRule(rule, policy.version())));
    }

    private Verdict refuse(Refusal refusal) {
      return new Verdict.Refuse(refusal, observations);
    }

    private Verdict invalid(String problem) {
      return refuse(new Refusal.InvalidParams(problem));
    }
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
}
