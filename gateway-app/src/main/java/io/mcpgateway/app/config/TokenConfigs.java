package io.mcpgateway.app.config;

import io.mcpgateway.auth.credential.AuthorizationServer;
import io.mcpgateway.auth.credential.ClientCredentialsSettings;
import io.mcpgateway.auth.credential.TokenExchangeSettings;
import io.mcpgateway.auth.credential.TokenTarget;
import io.mcpgateway.auth.credential.TokenType;
import io.mcpgateway.auth.server.ClientAuthentication;
import io.mcpgateway.auth.server.ServerAccess;
import io.mcpgateway.core.config.YamlMap;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads credentials that an authorization server issues. What they may be is for their settings to
 * say; what is wrong is noted with the map.
 */
final class TokenConfigs {
  /** What callers' tokens may be: an access token, in whatever words the server wants. */
  private enum SubjectType {
    ACCESS_TOKEN(TokenType.ACCESS_TOKEN),
    JWT(TokenType.JWT),
    ID_TOKEN(TokenType.ID_TOKEN);

    private final TokenType type;

    SubjectType(TokenType type) {
      this.type = type;
    }
  }

  private TokenConfigs() {}

  static CredentialConfig clientCredentials(YamlMap map) {
    AuthorizationServer server = server(map);
    TokenTarget target = target(map);
    return server == null || target == null
        ? new CredentialConfig.None()
        : new CredentialConfig.ClientCredentials(new ClientCredentialsSettings(server, target));
  }

  static CredentialConfig tokenExchange(YamlMap map) {
    AuthorizationServer server = server(map);
    TokenTarget target = target(map);
    TokenType subject =
        map.oneOf("subject-token-type", SubjectType.class, SubjectType.ACCESS_TOKEN).type;
    YamlMap actorMap = map.map("actor");
    TokenTarget actor = actorMap == null ? null : target(actorMap);
    if (actorMap != null) {
      actorMap.finish();
    }
    boolean keepsSubject = map.flag("keep-subject", true);
    YamlMap idJag = map.map("id-jag");
    TokenExchangeSettings.Assertion assertion = idJag == null ? null : assertion(idJag);
    int maxTokens =
        map.integer("max-tokens", 1, 1_000_000, TokenExchangeSettings.DEFAULT_MAX_TOKENS);
    boolean whole = (actorMap == null || actor != null) && (idJag == null || assertion != null);
    if (server == null || target == null || !whole) {
      return new CredentialConfig.None();
    }
    TokenExchangeSettings settings =
        accepted(
            map,
            () ->
                new TokenExchangeSettings(
                    server, target, subject, actor, keepsSubject, assertion, maxTokens));
    return settings == null
        ? new CredentialConfig.None()
        : new CredentialConfig.TokenExchange(settings);
  }

  private static TokenExchangeSettings.@Nullable Assertion assertion(YamlMap map) {
    AuthorizationServer server = server(map);
    TokenTarget target = target(map);
    map.finish();
    return server == null || target == null
        ? null
        : accepted(map, () -> new TokenExchangeSettings.Assertion(server, target));
  }

  private static @Nullable AuthorizationServer server(YamlMap map) {
    String issuer = map.optionalString("issuer");
    URI tokenUrl = map.optionalUrl("token-url");
    ClientAuthentication client = ClientAuthentications.read(map);
    String ca = map.optionalFile("ca");
    Set<String> trusted = new LinkedHashSet<>(map.strings("trusted-hosts"));
    return accepted(
        map,
        () -> new AuthorizationServer(issuer, tokenUrl, client, new ServerAccess(ca, trusted)));
  }

  private static @Nullable TokenTarget target(YamlMap map) {
    List<String> scopes = map.strings("scopes");
    String audience = map.optionalString("audience");
    String text = map.optionalString("resource");
    try {
      URI resource = text == null ? null : new URI(text);
      return accepted(map, () -> new TokenTarget(scopes, audience, resource));
    } catch (URISyntaxException malformed) {
      map.problem("resource", "an absolute URI without fragment");
      return null;
    }
  }

  private static <T> @Nullable T accepted(YamlMap map, Supplier<T> settings) {
    try {
      return settings.get();
    } catch (IllegalArgumentException wrong) {
      Rejection rejection = Rejection.of(wrong);
      map.problem(rejection.key().isEmpty() ? "type" : rejection.key(), rejection.expected());
      return null;
    }
  }
}
