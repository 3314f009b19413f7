package io.mcpgateway.app.config;

import io.mcpgateway.app.log.LogSettings;
import io.mcpgateway.auth.token.ApiKeySet;
import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.core.config.YamlMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What {@code gateway.yaml} says.
 *
 * @param platformPolicy the policy that those of routes can only narrow, or null if there is none
 * @param tracing null if no spans are collected
 * @param log null if what the process was started with stays
 * @param state the directory of what is kept across restarts
 * @param drain how long a shutdown waits for exchanges under way
 */
public record GatewayConfig(
    List<ListenerConfig> listeners,
    AdminConfig admin,
    List<IssuerSettings> issuers,
    List<ApiKeySet> apiKeys,
    List<UpstreamConfig> upstreams,
    List<RouteConfig> routes,
    @Nullable Path platformPolicy,
    IdentityConfig identity,
    SessionsConfig sessions,
    MaskingConfig masking,
    AuditConfig audit,
    CallersConfig callers,
    RevocationsConfig revocations,
    @Nullable TracingConfig tracing,
    @Nullable LogSettings log,
    Path state,
    Duration drain) {

  private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(30);

  /**
   * Reads the file; what is wrong goes to the map's problems.
   *
   * @param directory what relative paths are relative to
   * @param files opens another file of the configuration
   */
  static GatewayConfig read(YamlMap map, Path directory, Function<Path, YamlMap> files) {
    List<ListenerConfig> listeners =
        each(map, "listeners", listener -> ListenerConfig.read(listener, directory));
    AdminConfig admin = AdminConfig.read(map.map("admin"), directory);
    List<IssuerSettings> issuers = each(map, "issuers", Issuers::read);
    List<ApiKeySet> apiKeys = each(map, "api-keys", new ApiKeySets(directory, files)::read);
    List<UpstreamConfig> upstreams =
        each(map, "upstreams", upstream -> UpstreamConfig.read(upstream, directory, files));
    Set<String> listenerNames = names(map, "listeners", listeners, ListenerConfig::name);
    Set<String> issuerNames = names(map, "issuers", issuers, IssuerSettings::name);
    unique(map, "issuers", "issuer", issuers, IssuerSettings::issuer);
    Set<String> callerNames = callerNames(map, issuerNames, apiKeys);
    IssuerChecks.publishedWhereTheyAre(map.maps("issuers"), issuers, listeners);
    Set<String> upstreamNames = names(map, "upstreams", upstreams, UpstreamConfig::name);

    List<RouteConfig> routes = new ArrayList<>();
    Set<String> served = new HashSet<>();
    for (YamlMap each : map.maps("routes")) {
      RouteConfig route = RouteConfig.read(each, directory);
      routes.add(route);
      refer(each, "upstream", List.of(route.upstream()), upstreamNames);
      refer(each, "authenticate", route.authenticate(), callerNames);
      IssuerChecks.oneIsAskedAboutTokens(each, route, issuers);
      refer(each, "listener", route.listeners(), listenerNames);
      CallersConfig.requireCertificates(each, route, listeners);
      UpstreamRules.check(each, route, upstreams);
      if (!route.path().isEmpty() && !served.add(route.path())) {
        each.problem("path", "a path that no other route has");
      }
    }
    if (listeners.isEmpty()) {
      map.problem("listeners", "at least one listener");
    }
    if (routes.isEmpty()) {
      map.problem("routes", "at least one route");
    }
    String platform = map.optionalString("platform-policy");
    IdentityConfig identity = IdentityConfig.read(map.map("identity"));
    UpstreamRules.checkIdentity(map, identity, upstreams);
    SessionsConfig sessions = SessionsConfig.read(map.map("sessions"));
    MaskingConfig masking = MaskingConfig.read(map.map("masking"));
    RouteAudit.requireKeys(map.maps("routes"), routes, masking);
    AuditConfig audit = AuditConfig.read(map.map("audit"), directory);
    CallersConfig callers = CallersConfig.read(map);
    RevocationsConfig revocations = RevocationsConfig.read(map.map("revocations"), directory);
    TracingConfig tracing = TracingConfig.read(map.map("tracing"));
    LogSettings log = LogConfig.read(map.map("log"));
    Path state = directory.resolve(map.string("state", "state")).normalize();
    Duration drain = map.duration("drain", DEFAULT_DRAIN);
    map.finish();
    return new GatewayConfig(
        List.copyOf(listeners),
        admin,
        List.copyOf(issuers),
        List.copyOf(apiKeys),
        List.copyOf(upstreams),
        List.copyOf(routes),
        platform == null ? null : directory.resolve(platform).normalize(),
        identity,
        sessions,
        masking,
        audit,
        callers,
        revocations,
        tracing,
        log,
        state,
        drain);
  }

  private static <T> List<T> each(YamlMap map, String key, Function<YamlMap, T> reader) {
    return map.maps(key).stream().map(reader).toList();
  }

  /** What a route may name to have its callers known. */
  private static Set<String> callerNames(
      YamlMap map, Set<String> issuerNames, List<ApiKeySet> apiKeys) {
    Set<String> all = new LinkedHashSet<>(issuerNames);
    names(map, "api-keys", apiKeys, ApiKeySet::name);
    for (int i = 0; i < apiKeys.size(); i++) {
      if (issuerNames.contains(apiKeys.get(i).name())) {
        map.maps("api-keys").get(i).problem("name", "a name that no issuer has");
      }
      all.add(apiKeys.get(i).name());
    }
    return all;
  }

  private static <T> Set<String> names(
      YamlMap map, String list, List<T> named, Function<T, String> name) {
    return unique(map, list, "name", named, name);
  }

  /** The values of {@code key}, each noted as a problem where it stands for the second time. */
  private static <T> Set<String> unique(
      YamlMap map, String list, String key, List<T> all, Function<T, String> value) {
    Set<String> values = new LinkedHashSet<>();
    List<YamlMap> maps = map.maps(list);
    for (int i = 0; i < all.size(); i++) {
      String each = value.apply(all.get(i));
      if (!each.isEmpty() && !values.add(each)) {
        maps.get(i).problem(key, "a value that no other of the " + list + " has");
      }
    }
    return values;
  }

  private static void refer(YamlMap map, String key, List<String> used, Set<String> known) {
    for (int i = 0; i < used.size(); i++) {
      if (!used.get(i).isEmpty() && !known.contains(used.get(i))) {
        map.problem(
            key,
            i,
            known.isEmpty() ? "a name that is defined" : "one of " + String.join(", ", known));
      }
    }
  }
}
