package io.mcpgateway.app;

import io.mcpgateway.app.audit.AuditGuardStage;
import io.mcpgateway.app.config.CredentialConfig;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.config.ScopesConfig;
import io.mcpgateway.app.config.UpstreamConfig;
import io.mcpgateway.auth.credential.CredentialSource;
import io.mcpgateway.auth.credential.CredentialStage;
import io.mcpgateway.auth.resource.ApiKeyStage;
import io.mcpgateway.auth.resource.AuthenticationStage;
import io.mcpgateway.auth.resource.ProtectedResourceMetadata;
import io.mcpgateway.auth.token.ApiKeys;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.core.exchange.Pipeline;
import io.mcpgateway.core.exchange.ReplyStage;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.SessionStage;
import io.mcpgateway.core.exchange.Site;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.upstream.ParamHeadersStage;
import io.mcpgateway.core.upstream.UpstreamEdge;
import io.mcpgateway.policy.access.AccessPolicy;
import io.mcpgateway.policy.access.AuthorizationStage;
import io.mcpgateway.policy.access.ListFilterStage;
import io.mcpgateway.policy.access.ScopeChallenge;
import io.mcpgateway.policy.limit.LimitStage;
import io.mcpgateway.policy.mask.MaskStage;
import io.mcpgateway.policy.model.PolicySpec;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts the parts of one configuration together. The one place that knows the order of stages. */
final class Assembly {
  private final LoadedConfig config;
  private final Parts parts;
  private final Shared shared;
  private final InstantSource clock;

  Assembly(LoadedConfig config, Parts parts, Shared shared, InstantSource clock) {
    this.config = config;
    this.parts = parts;
    this.shared = shared;
    this.clock = clock;
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
      PolicySpec policy = config.policy(each);
      Route route = route(each, listener, policy);
      Stage[] authentication = {};
      URI described = null;
      List<TrustedIssuer> issuers = issuers(each);
      List<ApiKeys> keys = apiKeys(each);
      if (!issuers.isEmpty()) {
        ProtectedResourceMetadata metadata = metadata(route, issuers, each.scopes(), policy);
        documents.add(metadata);
        described = metadata.location();
        Stage tokens = new AuthenticationStage(shared.verifier(), issuers, metadata);
        Stage both = keys.isEmpty() ? tokens : new ApiKeyStage(keys, tokens, metadata);
        authentication = new Stage[] {both};
      } else if (!keys.isEmpty()) {
        authentication = new Stage[] {new ApiKeyStage(keys, route.resource())};
      } else if (!each.authenticate().isEmpty()) {
        throw new IllegalStateException(each.path() + ": nobody who knows its callers");
      }
      ScopeChallenge challenge = challenge(each.scopes(), described);
      routes.put(
          each.path(),
          new Site.Served(route, pipeline(authentication, policy, challenge, upstream(each))));
    }
    return new Site(
        listener.authorities(), routes, ProtectedResourceMetadata.documents(documents), shared);
  }

  private Pipeline pipeline(
      Stage[] authentication,
      PolicySpec policy,
      ScopeChallenge challenge,
      UpstreamConfig upstream) {
    AccessPolicy access = new AccessPolicy(policy);
    UpstreamEdge edge = parts.upstream(upstream.name());
    List<Stage> stages = new ArrayList<>();
    stages.add(new AuditGuardStage(shared.audit()));
    stages.addAll(List.of(authentication));
    stages.add(new LimitStage(policy, shared.limiter()));
    stages.add(new SessionStage(shared.sessions()));
    stages.add(new AuthorizationStage(access, challenge));
    stages.add(new CredentialStage(credential(upstream.credential())));
    // Asks the upstream for its tools, with the credential.
    stages.add(new ParamHeadersStage(edge));
    List<ReplyStage> replyStages = List.of(new ListFilterStage(access), new MaskStage(policy));
    return new Pipeline(stages, replyStages, edge, shared);
  }

  private Route route(RouteConfig each, BoundListener listener, PolicySpec policy) {
    Set<String> origins = new HashSet<>(each.origins());
    origins.addAll(listener.origins());
    return new Route(
        each.path(),
        listener.resource(each.path()),
        each.upstream(),
        origins,
        each.maxRequestBytes(),
        config.version(),
        policy.version());
  }

  /** Challenges name what every exchange needs, the document also what some operations need. */
  private static ProtectedResourceMetadata metadata(
      Route route, List<TrustedIssuer> issuers, ScopesConfig scopes, PolicySpec policy) {
    Set<String> all = new TreeSet<>(policy.scopes().required());
    all.addAll(scopes.required());
    return ProtectedResourceMetadata.of(
            route,
            issuers.stream().map(issuer -> issuer.settings().issuer()).toList(),
            scopes.required().stream().sorted().toList(),
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
        .map(set -> new ApiKeys(set, clock))
        .toList();
  }

  private UpstreamConfig upstream(RouteConfig route) {
    return config.gateway().upstreams().stream()
        .filter(upstream -> upstream.name().equals(route.upstream()))
        .findFirst()
        .orElseThrow();
  }

  private static CredentialSource credential(CredentialConfig config) {
    return switch (config) {
      case CredentialConfig.None() -> CredentialSource.none();
      case CredentialConfig.Static(Map<String, String> headers) -> CredentialSource.fixed(headers);
    };
  }
}
