package io.mcpgateway.app;

import io.mcpgateway.app.admin.AdminPages;
import io.mcpgateway.app.admin.AdminServer;
import io.mcpgateway.app.admin.Endpoint;
import io.mcpgateway.app.admin.FailedAttempts;
import io.mcpgateway.app.admin.KnownNames;
import io.mcpgateway.app.admin.MaskPages;
import io.mcpgateway.app.admin.PolicyPages;
import io.mcpgateway.app.admin.RevocationPages;
import io.mcpgateway.app.config.AdminConfig;
import io.mcpgateway.app.config.GatewayConfig;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.config.UpstreamConfig;
import io.mcpgateway.app.metrics.Metric;
import io.mcpgateway.auth.token.IssuerSettings;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin listener of a gateway, with everything that can be asked of it. */
final class Administration implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(Administration.class);

  private final AdminConfig started;
  private final AdminServer server;

  private Administration(AdminConfig started, AdminServer server) {
    this.started = started;
    this.server = server;
  }

  static Administration open(
      AdminConfig config,
      Shared shared,
      Supplier<Snapshot> snapshot,
      AdminPages pages,
      InstantSource clock)
      throws StartException {
    FailedAttempts failed = new FailedAttempts(shared.audit(), clock);
    shared.metrics().counter(Metric.ADMIN_REFUSED, failed::count);
    List<Endpoint> endpoints = new ArrayList<>(pages.endpoints());
    endpoints.addAll(
        new RevocationPages(
                shared.revocations().list(),
                shared.audit(),
                () -> known(snapshot.get().config()),
                clock)
            .endpoints());
    endpoints.addAll(new PolicyPages(() -> snapshot.get().config(), clock).endpoints());
    endpoints.addAll(
        new MaskPages(() -> snapshot.get().config(), MaskTokens.ofThisRun(clock), clock)
            .endpoints());
    try {
      return new Administration(config, AdminServer.open(config, endpoints, failed));
    } catch (IOException failure) {
      throw new StartException("admin: " + failure.getMessage(), failure);
    }
  }

  URI url() {
    return server.url();
  }

  /**
   * Knows the callers of {@code now}; the address and the names of files stay.
   *
   * @return whether the certificates that are on disk could be used, too
   */
  boolean renew(AdminConfig now) {
    try {
      server.renew(new AdminConfig(started.address(), started.tls(), now.callers()));
      return true;
    } catch (IOException bad) {
      logger.error(
          "admin: the changed certificate is not used, the old one stays: {}", bad.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private static KnownNames known(LoadedConfig config) {
    GatewayConfig gateway = config.gateway();
    return new KnownNames(
        names(gateway.issuers(), IssuerSettings::issuer),
        names(gateway.routes(), RouteConfig::path),
        names(gateway.upstreams(), UpstreamConfig::name),
        gateway.routes().stream()
            .flatMap(route -> config.knownTools(route).stream())
            .collect(Collectors.toSet()));
  }

  private static <T> Set<String> names(Collection<T> all, Function<T, String> name) {
    return all.stream().map(name).collect(Collectors.toSet());
  }
}
