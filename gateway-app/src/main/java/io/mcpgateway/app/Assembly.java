package io.mcpgateway.app;

import io.mcpgateway.app.audit.AuditGuardStage;
import io.mcpgateway.app.audit.AuditIntentStage;
import io.mcpgateway.app.audit.RouteTranscripts;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.config.ScopesConfig;
import io.mcpgateway.app.config.UpstreamConfig;
import io.mcpgateway.app.revocation.RevocationGuardStage;
import io.mcpgateway.auth.credential.CredentialStage;
import io.mcpgateway.auth.resource.ApiKeyStage;
import io.mcpgateway.auth.resource.AuthenticationStage;
import io.mcpgateway.auth.resource.FailureBudget;
import io.mcpgateway.auth.resource.ProtectedResourceMetadata;
import io.mcpgateway.auth.token.ApiKeys;
import io.mcpgateway.auth.token.PublishedMetadata;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.core.exchange.Challenge;
import io.mcpgateway.core.exchange.Pipeline;
import io.mcpgateway.core.exchange.ReplyStage;
import io.mcpgateway.core.exchange.RevocationStage;
import io.mcpgateway.core.exchange.Revocations;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.SessionStage;
import io.mcpgateway.core.exchange.Site;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Visibility;
import io.mcpgateway.core.upstream.ParamHeadersStage;
import io.mcpgateway.core.upstream.ToolStage;
import io.mcpgateway.core.upstream.UpstreamEdge;
import io.mcpgateway.policy.access.AccessPolicy;
import io.mcpgateway.policy.access.AskStage;
import io.mcpgateway.policy.access.AuthorizationStage;
import io.mcpgateway.policy.access.ListFilterStage;
import io.mcpgateway.policy.access.ScopeChallenge;
import io.mcpgateway.policy.access.Sights;
import io.mcpgateway.policy.argument.ArgumentsStage;
import io.mcpgateway.policy.curate.CurateListStage;
import io.mcpgateway.policy.curate.CurateStage;
import io.mcpgateway.policy.curate.CuratedStage;
import io.mcpgateway.policy.curate.Curation;
import io.mcpgateway.policy.limit.LimitStage;
import io.mcpgateway.policy.limit.RepeatStage;
import io.mcpgateway.policy.mask.ArgumentMaskStage;
import io.mcpgateway.policy.mask.MaskStage;
import io.mcpgateway.policy.mask.MaskedProblemsStage;
import io.mcpgateway.policy.mask.MaskedToolStage;
import io.mcpgateway.policy.mask.MaskedTools;
import io.mcpgateway.policy.mask.RestoreStage;
import io.mcpgateway.policy.model.Limit;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.pin.PinFilterStage;
import io.mcpgateway.policy.pin.PinStage;
import io.mcpgateway.policy.pin.ToolReview;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts the parts of one configuration together. The one place that knows the order of stages. */
final class Assembly {
  private final LoadedConfig config;
  private final Parts parts;
  private final Shared shared;
  private final Supplier<Snapshot> inForce;
  private final Identities identities;
  private final MaskedTools maskedTools;

  /**
   * @param inForce what serves when it is asked, for streams that outlive their configuration
   */
  Assembly(LoadedConfig config, Parts parts, Shared shared, Supplier<Snapshot> inForce) {
    this.config = config;
    this.parts = parts;
    this.shared = shared;
    this.inForce = inForce;
    this.identities = new Identities(config.gateway().identity());
    this.maskedTools = new MaskedTools(parts.valueTokens(), shared.callers().clock());
  }

  /**
   * @param listeners those that are open, with the ports that they have
   */
  Snapshot snapshot(List<BoundListener> listeners) {
    Map<String, Site> sites = new HashMap<>();
    for (BoundListener listener : listeners) {
      sites.put(listener.name(), site(listener));
    }
    return new Snapshot(config, parts, sites);
  }

  private Site site(BoundListener listener) {
    Map<String, Site.Served> routes = new HashMap<>();
    List<ProtectedResourceMetadata> documents = new ArrayList<>();
    for (RouteConfig each : config.gateway().routes()) {
      if (!each.listeners().isEmpty() && !each.listeners().contains(listener.name())) {
        continue;
      }
      AccessPolicy access = config.access(each);
      Route route = route(each, listener, access);
      Callers callers = callers(each, route, listener);
      if (callers.metadata() != null) {
        documents.add(callers.metadata());
      }
      routes.put(each.path(), new Site.Served(route, pipeline(each, access, callers, listener)));
    }
    Map<String, Site.Document> served =
        new HashMap<>(ProtectedResourceMetadata.documents(documents));
    identities.addKeys(served);
    served.putAll(
        PublishedMetadata.documents(parts.issuers().values(), listener.config().publicUrl()));
    return new Site(listener.authorities(), routes, served, shared.tracing(), shared);
  }

  /**
   * How a route knows its callers.
   *
   * @param issuers whose tokens are accepted
   * @param keys whose API keys are
   * @param authentication empty for a route that asks nobody
   * @param metadata null for a route without authorization server
   */
  private record Callers(
      List<TrustedIssuer> issuers,
      List<ApiKeys> keys,
      List<Stage> authentication,
      Revocations revocations,
      @Nullable ProtectedResourceMetadata metadata) {}

  private Callers callers(RouteConfig each, Route route, BoundListener listener) {
    List<TrustedIssuer> issuers = issuers(each);
    List<ApiKeys> keys = apiKeys(each);
    FailureBudget failures = shared.callers().failures();
    if (issuers.isEmpty()) {
      if (keys.isEmpty() && !each.authenticate().isEmpty()) {
        throw new IllegalStateException(each.path() + ": nobody who knows its callers");
      }
      List<Stage> stages =
          keys.isEmpty() ? List.of() : List.of(new ApiKeyStage(keys, failures, route.resource()));
      return new Callers(issuers, keys, stages, revocations(Revocations.INVALID_TOKEN), null);
    }
    ProtectedResourceMetadata metadata =
        metadata(route, issuers, each).with(each.sender(), listener.config().asksForCertificates());
    AuthenticationStage tokens = new AuthenticationStage(shared.callers(), issuers, metadata);
    Stage stage = keys.isEmpty() ? tokens : new ApiKeyStage(keys, failures, tokens, metadata);
    return new Callers(issuers, keys, List.of(stage), revocations(tokens.invalidToken()), metadata);
  }

  private Revocations revocations(Challenge invalidToken) {
    return shared.revocations().list().forRoute(invalidToken);
  }

  private Pipeline pipeline(
      RouteConfig each, AccessPolicy access, Callers callers, BoundListener listener) {
    UpstreamConfig upstream = upstream(each);
    ProtectedResourceMetadata metadata = callers.metadata();
    ScopeChallenge challenge =
        challenge(each.scopes(), metadata == null ? null : metadata.location());
    AuthorizationStage authorization =
        new AuthorizationStage(access, challenge, shared.callers().clock());
    List<PolicySpec> policies = policies(each);
    Curation curation = new Curation(config.policy(each).curation());
    UpstreamEdge edge = parts.upstream(upstream.name());
    List<Stage> stages = new ArrayList<>();
    stages.add(new AuditGuardStage(shared.audit()));
    stages.add(new RevocationGuardStage(shared.revocations()));
    stages.addAll(callers.authentication());
    stages.add(new LimitStage(limits(policies), shared.limiter()));
    stages.add(new SessionStage(shared.sessions()));
    stages.add(new RevocationStage(callers.revocations()));
    List<Stage> credentials = new ArrayList<>();
    credentials.add(new CredentialStage(parts.credentials().source(upstream.name())));
    credentials.addAll(identities.stages(upstream, listener));
    ToolReview review = shared.reviews().of(upstream);
    ArgumentsStage arguments =
        new ArgumentsStage(
            policies.reversed().stream().map(PolicySpec::arguments).toList(), shared.arguments());
    boolean judgesTools =
        review != null || arguments.needsDefinitions() || access.needsDefinitions();
    // A name that clients do not have is refused by the next stage, whatever it is upstream.
    UnaryOperator<String> upstreamName =
        name -> Objects.requireNonNullElse(curation.upstreamName(name), name);
    ToolStage.Need need =
        judgesTools || policies.stream().anyMatch(MaskedTools::judges)
            ? ToolStage.Need.REQUIRED
            : policies.stream().anyMatch(MaskedTools::concerns)
                ? ToolStage.Need.WELCOME
                : ToolStage.Need.NONE;
    stages.add(new ToolStage(edge, need, upstreamName, credentials));
    stages.add(new CurateStage(curation));
    stages.add(authorization);
    stages.add(new CuratedStage(curation));
    if (review != null) {
      stages.add(new PinStage(review));
    }
    if (need != ToolStage.Need.NONE) {
      stages.add(new MaskedToolStage(maskedTools, shared.arguments()));
    }
    policies.forEach(policy -> stages.add(new ArgumentMaskStage(policy, maskedTools)));
    policies.forEach(policy -> stages.add(new RestoreStage(policy, parts.valueTokens())));
    List<MaskStage> masks =
        policies.stream().map(policy -> new MaskStage(policy, maskedTools)).toList();
    stages.add(new MaskedProblemsStage(arguments, masks));
    stages.add(new RepeatStage(ruling(each), config.platform(), shared.repeats()));
    stages.addAll(credentials);
    // Asks the upstream for its tools, with the credential.
    stages.add(new ParamHeadersStage(edge));
    if (shared.audit().recordsIntents()) {
      stages.add(new AuditIntentStage(shared.audit()));
    }
    List<ReplyStage> replyStages = new ArrayList<>();
    replyStages.add(new AskStage(access, shared.callers().clock()));
    if (review != null) {
      replyStages.add(new PinFilterStage(review, !upstream.knowsCallers()));
    }
    replyStages.add(new CurateListStage(curation));
    replyStages.add(new ListFilterStage(access, callers.revocations(), shared.callers().clock()));
    replyStages.addAll(masks);
    return new Pipeline(
        stages,
        replyStages,
        edge,
        shared,
        callers.revocations(),
        visibility(each, access, authorization, callers, listener),
        shared.live(),
        RouteTranscripts.of(each.audit(), parts.valueTokens()));
  }

  private Visibility visibility(
      RouteConfig each,
      AccessPolicy access,
      Stage authorization,
      Callers callers,
      BoundListener listener) {
    return new RouteVisibility(
        Sights.of(access),
        authorization,
        callers.issuers(),
        callers.keys(),
        callers.revocations().challenge(),
        shared.callers().clock(),
        () -> visibilityInForce(listener.name(), each.path()));
  }

  private Visibility visibilityInForce(String listener, String path) {
    Site.Served served = inForce.get().site(listener).route(path);
    return served == null ? RouteVisibility.GONE : served.pipeline().visibility();
  }

  /** The route's, then the platform's: what they mask and limit adds up. */
  private List<PolicySpec> policies(RouteConfig each) {
    PolicySpec platform = config.platform();
    return platform == null ? List.of(ruling(each)) : List.of(ruling(each), platform);
  }

  /** The route's own policy, as the route wants it: enforced or only observed. */
  private PolicySpec ruling(RouteConfig each) {
    return config.policy(each).under(each.policyMode());
  }

  private static List<Limit> limits(List<PolicySpec> policies) {
    return policies.stream().flatMap(policy -> policy.limits().stream()).toList();
  }

  private Route route(RouteConfig each, BoundListener listener, AccessPolicy access) {
    Set<String> origins = new HashSet<>(each.origins());
    origins.addAll(listener.origins());
    return new Route(
        each.path(),
        listener.resource(each.path()),
        each.upstream(),
        origins,
        each.maxRequestBytes(),
        config.version(),
        access.version(),
        upstream(each).url());
  }

  /** Challenges name what every exchange needs, the document also what some operations need. */
  private ProtectedResourceMetadata metadata(
      Route route, List<TrustedIssuer> issuers, RouteConfig each) {
    List<String> required = each.scopes().required().stream().sorted().toList();
    Set<String> all = new TreeSet<>(required);
    policies(each).forEach(policy -> all.addAll(policy.scopes().required()));
    return ProtectedResourceMetadata.of(
            route,
            issuers.stream().map(issuer -> issuer.settings().issuer()).toList(),
            required,
            null)
        .withScopesSupported(List.copyOf(all));
  }

  private static ScopeChallenge challenge(ScopesConfig scopes, @Nullable URI metadata) {
    return new ScopeChallenge(
        scopes.required(), metadata, scopes.challenge() == ScopesConfig.Challenge.JSONRPC);
  }

  private List<TrustedIssuer> issuers(RouteConfig route) {
    return route.authenticate().stream()
        .distinct()
        .filter(name -> parts.issuers().containsKey(name))
        .map(parts::issuer)
        .toList();
  }

  private List<ApiKeys> apiKeys(RouteConfig route) {
    return config.gateway().apiKeys().stream()
        .filter(set -> route.authenticate().contains(set.name()))
        .map(set -> new ApiKeys(set, shared.callers().clock()))
        .toList();
  }

  private UpstreamConfig upstream(RouteConfig route) {
    return config.gateway().upstreams().stream()
        .filter(upstream -> upstream.name().equals(route.upstream()))
        .findFirst()
        .orElseThrow();
  }
}
