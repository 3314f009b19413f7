package io.mcpgateway.app.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.app.config.AdminCaller.Permit;
import io.mcpgateway.app.log.LogRedaction;
import io.mcpgateway.app.metrics.Exposition;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the admin listener shows. Every supplier may be asked at any time, on any thread.
 *
 * @param readiness whether the gateway wants traffic
 * @param metrics the exposition for a reader that accepts what the field says
 * @param configVersion the version of the configuration in force
 * @param config its files as they were written, by name
 * @param routes how each route is doing
 */
public record AdminPages(
    Supplier<Readiness> readiness,
    Function<@Nullable String, Exposition> metrics,
    Supplier<String> configVersion,
    Supplier<Map<String, String>> config,
    Supplier<List<RouteStatus>> routes) {

  private static final String ROUTE = "route";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param reason a few words, for people
   */
  public record Readiness(boolean ready, String reason) {}

  /** Those that only show something. */
  public List<Endpoint> endpoints() {
    return List.of(
        // For probes, which have no credential.
        Endpoint.page("/livez", null, _ -> Answer.text(200, "alive")),
        Endpoint.page("/readyz", null, this::readyz),
        Endpoint.page("/metrics", Permit.READ, this::metrics),
        Endpoint.page("/config", Permit.READ, _ -> Answer.text(200, files())),
        Endpoint.page("/routes", Permit.READ, _ -> Answer.json(200, states())));
  }

  private Answer metrics(AdminRequest request) {
    Exposition exposition = metrics.apply(request.accept());
    return Answer.of(exposition.contentType(), exposition.body());
  }

  private Answer readyz(AdminRequest request) {
    String path = request.query().get(ROUTE);
    if (request.query().size() > (path == null ? 0 : 1)) {
      return Answer.text(400, "query: an unknown parameter (expected: none, or route)");
    }
    Readiness process = readiness.get();
    if (path == null || !process.ready()) {
      return Answer.text(process.ready() ? 200 : 503, process.reason());
    }
    for (RouteStatus route : routes.get()) {
      if (route.path().equals(path)) {
        return route.ready()
            ? Answer.text(200, "ready")
            : Answer.text(503, "no issuer of this route has keys");
      }
    }
    return Answer.text(404, "no such route");
  }

  private String files() {
    StringBuilder text = new StringBuilder("# version " + configVersion.get());
    config
        .get()
        .forEach(
            (name, content) ->
                text.append("\n\n# ---- ").append(name).append('\n').append(content.strip()));
    return text.toString();
  }

  private String states() {
    ArrayNode all = JSON.createArrayNode();
    for (RouteStatus route : routes.get()) {
      ObjectNode each = all.addObject();
      each.put(ROUTE, route.path()).put("upstream", route.upstream()).put("ready", route.ready());
      ArrayNode issuers = each.putArray("issuers");
      for (RouteStatus.Issuer issuer : route.issuers()) {
        ObjectNode one = issuers.addObject();
        one.put("name", issuer.name()).put("issuer", issuer.issuer()).put("keys", issuer.keys());
        if (issuer.fetchedAt() != null) {
          one.put("fetchedAt", issuer.fetchedAt().toString());
        }
        if (issuer.problem() != null) {
          // It may name an address that the issuer's metadata brought along.
          one.put("problem", LogRedaction.of(issuer.problem()));
        }
      }
    }
    return all.toPrettyString();
  }
}
