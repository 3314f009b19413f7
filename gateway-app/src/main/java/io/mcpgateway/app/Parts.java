package io.mcpgateway.app;

import io.mcpgateway.app.config.GatewayConfig;
import io.mcpgateway.app.config.MaskingConfig;
import io.mcpgateway.app.config.UpstreamConfig;
import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.auth.token.KeyMemory;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.core.upstream.UpstreamEdge;
import io.mcpgateway.core.upstream.UpstreamProtocol;
import io.mcpgateway.core.upstream.UpstreamSettings;
import io.mcpgateway.policy.token.ValueTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What survives a reload as long as its settings stay the same: connections to upstreams and keys
 * of issuers, both by name, credentials, and what hashes and tokens of masked values are made with.
 */
record Parts(
    Map<String, UpstreamEdge> upstreams,
    Map<String, TrustedIssuer> issuers,
    Credentials credentials,
    @Nullable MaskTokens maskTokens) {
  static final Parts NONE = new Parts(Map.of(), Map.of(), Credentials.NONE, null);

  private static final Duration POOLED_IDLE = Duration.ofSeconds(50);

  Parts {
    upstreams = Map.copyOf(upstreams);
    issuers = Map.copyOf(issuers);
  }

  /** Takes over what stays the same, and makes the rest. */
  static Parts of(GatewayConfig config, Parts before, InstantSource clock, KeyMemory memory)
      throws StartException {
    Map<String, UpstreamSettings> settings = new HashMap<>();
    for (UpstreamConfig upstream : config.upstreams()) {
      settings.put(upstream.name(), settings(upstream));
    }
    Map<String, UpstreamEdge> upstreams = new HashMap<>();
    Map<String, TrustedIssuer> issuers = new HashMap<>();
    for (UpstreamSettings each : settings.values()) {
      UpstreamEdge known = before.upstreams.get(each.name());
      boolean same = known != null && known.settings().equals(each);
      try {
        upstreams.put(each.name(), same ? known : new UpstreamEdge(each));
      } catch (IllegalArgumentException wrong) {
        new Parts(upstreams, issuers, before.credentials, null).closeAllBut(before);
        throw new StartException(
            "upstream " + each.name() + ": its ca cannot be used: " + wrong.getMessage(), wrong);
      }
    }
    for (IssuerSettings each : config.issuers()) {
      TrustedIssuer known = before.issuers.get(each.name());
      boolean same = known != null && known.settings().equals(each);
      issuers.put(each.name(), same ? known : new TrustedIssuer(each, clock, memory));
    }
    return new Parts(
        upstreams,
        issuers,
        Credentials.of(config.upstreams(), before.credentials, clock),
        maskTokens(config.masking(), before.maskTokens, clock));
  }

  private static MaskTokens maskTokens(
      MaskingConfig settings, @Nullable MaskTokens before, InstantSource clock) {
    return before != null && before.settings().equals(settings)
        ? before
        : MaskTokens.of(settings, clock);
  }

  /** What hashes and tokens of masked values are made with. */
  ValueTokens valueTokens() {
    return Objects.requireNonNull(maskTokens, "parts of no configuration").values();
  }

  UpstreamEdge upstream(String name) {
    return Objects.requireNonNull(upstreams.get(name), name);
  }

  TrustedIssuer issuer(String name) {
    return Objects.requireNonNull(issuers.get(name), name);
  }

  /** Closes what {@code others} do not use. */
  void closeAllBut(Parts others) {
    credentials.closeAllBut(others.credentials);
    upstreams.forEach(
        (name, edge) -> {
          if (others.upstreams.get(name) != edge) {
            edge.close();
          }
        });
    issuers.forEach(
        (name, issuer) -> {
          if (others.issuers.get(name) != issuer) {
            issuer.close();
          }
        });
  }

  static UpstreamSettings settings(UpstreamConfig config) throws StartException {
    UpstreamConfig.Timeouts timeouts = config.timeouts();
    return new UpstreamSettings(
        config.name(),
        config.url(),
        switch (config.protocol()) {
          case AUTO -> UpstreamProtocol.AUTO;
          case MODERN -> UpstreamProtocol.MODERN;
          case LEGACY -> UpstreamProtocol.LEGACY;
        },
        timeouts.connect(),
        timeouts.firstByte(),
        timeouts.idle(),
        timeouts.total(),
        config.maxMessageBytes(),
        config.maxConnections(),
        POOLED_IDLE,
        ca(config),
        config.knowsCallers());
  }

  private static @Nullable String ca(UpstreamConfig config) throws StartException {
    Path file = config.ca();
    try {
      return file == null ? null : Files.readString(file);
    } catch (IOException unreadable) {
      throw new StartException(
          "upstream " + config.name() + ": the ca " + file + " cannot be read", unreadable);
    }
  }
}
