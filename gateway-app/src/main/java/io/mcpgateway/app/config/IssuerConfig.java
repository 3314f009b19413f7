package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose tokens are accepted.
 *
 * @param name what routes call it
 * @param issuer the tokens' {@code iss}, character for character
 * @param jwksUri where its keys are; null to ask its metadata
 * @param rolesClaim the path of the claim that holds roles, for example {@code realm_access.roles}
 * @param algorithms the signature algorithms it may use; empty for the defaults
 * @param audience what tokens must be for, or null for the route's own URL
 * @param allowAudienceArray whether a token may be for others, too
 * @param leeway how far clocks may differ
 */
public record IssuerConfig(
    String name,
    URI issuer,
    @Nullable URI jwksUri,
    @Nullable String rolesClaim,
    List<String> algorithms,
    @Nullable String audience,
    boolean allowAudienceArray,
    Duration leeway) {

  private static final Duration DEFAULT_LEEWAY = Duration.ofSeconds(60);

  static IssuerConfig read(YamlMap map) {
    IssuerConfig issuer =
        new IssuerConfig(
            map.string("name"),
            map.url("issuer"),
            map.optionalUrl("jwks-uri"),
            map.optionalString("roles-claim"),
            List.copyOf(map.strings("algorithms")),
            map.optionalString("audience"),
            map.flag("allow-audience-array", false),
            map.duration("leeway", DEFAULT_LEEWAY));
    map.finish();
    return issuer;
  }
}
