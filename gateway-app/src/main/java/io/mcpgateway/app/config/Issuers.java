package io.mcpgateway.app.config;

import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.core.config.YamlMap;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads issuers. What an issuer may be is for {@link IssuerSettings} to say. */
final class Issuers {
  private Issuers() {}

  static IssuerSettings read(YamlMap map) {
    String name = map.string("name");
    // As it is written: an issuer is compared character for character.
    String issuer = map.string("issuer");
    URI jwksUri = map.optionalUrl("jwks-uri");
    String rolesClaim = map.string("roles-claim", IssuerSettings.DEFAULT_ROLES_CLAIM);
    List<String> algorithms = map.strings("algorithms");
    String audience = map.optionalString("audience");
    boolean allowAudienceArray = map.flag("allow-audience-array", false);
    Duration leeway = map.duration("leeway", IssuerSettings.DEFAULT_LEEWAY);
    Duration outageWindow = map.duration("outage-window", IssuerSettings.DEFAULT_OUTAGE_WINDOW);
    map.finish();
    Set<String> allowed =
        map.has("algorithms") ? new LinkedHashSet<>(algorithms) : IssuerSettings.DEFAULT_ALGORITHMS;
    try {
      return new IssuerSettings(
          name,
          issuer,
          jwksUri,
          rolesClaim,
          allowed,
          audience,
          allowAudienceArray,
          leeway,
          outageWindow);
    } catch (IllegalArgumentException wrong) {
      if (!name.isEmpty() && !issuer.isEmpty()) {
        Rejection rejection = Rejection.of(wrong);
        map.problem(rejection.key().isEmpty() ? "issuer" : rejection.key(), rejection.expected());
      }
      return IssuerSettings.of(name.isEmpty() ? "?" : name, "https://invalid.invalid");
    }
  }
}
