package io.mcpgateway.app;

import io.mcpgateway.app.config.CredentialConfig;
import io.mcpgateway.app.config.UpstreamConfig;
import io.mcpgateway.auth.credential.ClientCredentials;
import io.mcpgateway.auth.credential.CredentialSource;
import io.mcpgateway.auth.credential.CredentialStatus;
import io.mcpgateway.auth.credential.TokenExchange;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * What the gateway presents itself with, by the name of the upstream. A source survives a reload as
 * long as nothing of its configuration changes, its secrets included: so tokens stay, and a secret
 * that was rotated is used at once.
 */
record Credentials(Map<String, Entry> entries) {
  static final Credentials NONE = new Credentials(Map.of());

  Credentials {
    entries = Map.copyOf(entries);
  }

  /** A source and what it was made of. */
  record Entry(CredentialConfig config, CredentialSource source) {}

  /** Takes over what stays the same, and makes the rest. */
  static Credentials of(List<UpstreamConfig> upstreams, Credentials before, InstantSource clock) {
    Map<String, Entry> entries = new HashMap<>();
    for (UpstreamConfig upstream : upstreams) {
      CredentialConfig config = upstream.credential();
      Entry known = before.entries.get(upstream.name());
      boolean same = known != null && known.config.equals(config);
      entries.put(
          upstream.name(),
          same ? known : new Entry(config, source(upstream.name(), config, clock)));
    }
    return new Credentials(entries);
  }

  private static CredentialSource source(
      String upstream, CredentialConfig config, InstantSource clock) {
    return switch (config) {
      case CredentialConfig.None() -> CredentialSource.none();
      case CredentialConfig.Static(Map<String, String> fields) -> CredentialSource.fixed(fields);
      case CredentialConfig.ClientCredentials(var settings) ->
          new ClientCredentials(upstream, settings, clock);
      case CredentialConfig.TokenExchange(var settings) ->
          new TokenExchange(upstream, settings, clock);
    };
  }

  CredentialSource source(String upstream) {
    return Objects.requireNonNull(entries.get(upstream), upstream).source();
  }

  /** How those do that get tokens. */
  void forEachStatus(BiConsumer<String, CredentialStatus> each) {
    entries.forEach(
        (upstream, entry) -> {
          switch (entry.config) {
            case CredentialConfig.None _, CredentialConfig.Static _ -> {}
            case CredentialConfig.ClientCredentials _, CredentialConfig.TokenExchange _ ->
                each.accept(upstream, entry.source.status());
          }
        });
  }

  /** Closes what {@code others} do not use. */
  @SuppressWarnings("ReferenceEquality") // The very same one is used on.
  void closeAllBut(Credentials others) {
    entries.forEach(
        (upstream, entry) -> {
          if (others.entries.get(upstream) != entry) {
            entry.source.close();
          }
        });
  }
}
