package io.mcpgateway.app;

import io.mcpgateway.app.audit.AuditGuardStage;
import io.mcpgateway.app.config.CredentialConfig;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.config.UpstreamConfig;
import io.mcpgateway.auth.credential.CredentialSource;
import io.mcpgateway.auth.credential.CredentialStage;
import io.mcpgateway.auth.resource.AuthenticationStage;
import io.mcpgateway.auth.resource.ProtectedResourceMetadata;
import io.mcpgateway.auth.token.PublishedMetadata;
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
import io.mcpgateway.policy.limit.LimitStage;
import io.mcpgateway.policy.mask.MaskStage;
import io.mcpgateway.policy.model.PolicySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the parts of one configuration together. The one place that knows the order of stages. */
final class Assembly {
  private final LoadedConfig config;
  private final Parts parts;
  private final Shared shared;

  Assembly(LoadedConfig config, Parts parts, Shared shared) {
    this.config = config;
    this.parts = parts;
    this.shared = shared;
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
      if (!each.authenticate().isEmpty()) {
        List<TrustedIssuer> issuers = issuers(each);
        ProtectedResourceMetadata metadata = metadata(route, issuers);
        documents.add(metadata);
        authentication =
            new Stage[] {new AuthenticationStage(shared.verifier(), issuers, metadata)};
      }
      routes.put(
          each.path(), new Site.Served(route, pipeline(authentication, policy, upstream(each))));
    }
    Map<String, Site.Document> served =
        new HashMap<>(ProtectedResourceMetadata.documents(documents));
    served.putAll(
        PublishedMetadata.documents(parts.issuers().values(), listener.config().publicUrl()));
    return new Site(listener.authorities(), routes, served, shared);
  }

  private Pipeline pipeline(Stage[] authentication, PolicySpec policy, UpstreamConfig upstream) {
    AccessPolicy access = new AccessPolicy(policy);
    UpstreamEdge edge = parts.upstream(upstream.name());
    List<Stage> stages = new ArrayList<>();
    stages.add(new AuditGuardStage(shared.audit()));
    stages.addAll(List.of(authentication));
    stages.add(new LimitStage(policy, shared.limiter()));
    stages.add(new SessionStage(shared.sessions()));
    stages.add(new AuthorizationStage(access));
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

  private static ProtectedResourceMetadata metadata(Route route, List<TrustedIssuer> issuers) {
    return ProtectedResourceMetadata.of(
        route,
        issuers.stream().map(issuer -> issuer.settings().issuer()).toList(),
        List.of(),
        null);
  }

  private List<TrustedIssuer> issuers(RouteConfig route) {
    return route.authenticate().stream().distinct().map(parts::issuer).toList();
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
