package io.mcpgateway.app;

import io.mcpgateway.app.config.IdentityConfig;
import io.mcpgateway.app.config.UpstreamConfig;
import io.mcpgateway.auth.credential.IdentitySettings;
import io.mcpgateway.auth.credential.IdentityStage;
import io.mcpgateway.auth.signing.PublishedKeys;
import io.mcpgateway.core.exchange.Site;
import io.mcpgateway.core.exchange.Stage;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Who tells upstreams who calls, and what shows that it was the gateway. */
record Identities(IdentityConfig config) {

  /** The stage of a route, if its upstream wants to know. */
  List<Stage> stages(UpstreamConfig upstream, BoundListener listener) {
    IdentitySettings settings = upstream.identity();
    if (settings == null) {
      return List.of();
    }
    String issuer = config.issuer() == null ? listener.resource("").toString() : config.issuer();
    return List.of(
        new IdentityStage(
            settings,
            new IdentitySettings.Signer(config.keys().getFirst(), issuer),
            InstantSource.system()));
  }

  void addKeys(Map<String, Site.Document> documents) {
    if (!config.keys().isEmpty()) {
      documents.put(
          PublishedKeys.PATH,
          new Site.Document("application/jwk-set+json", PublishedKeys.json(config.keys())));
    }
  }
}
