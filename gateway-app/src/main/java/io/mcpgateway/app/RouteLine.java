package io.mcpgateway.app;

import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.policy.model.Mode;

/** A route in one line, for people. */
final class RouteLine {
  private RouteLine() {}

  static String of(RouteConfig route) {
    return route.path()
        + " -> "
        + route.upstream()
        + " ("
        + (route.authenticate().isEmpty()
            ? "anonymous"
            : "tokens of " + String.join(", ", route.authenticate()))
        + ", "
        + (route.policy() == null ? "everything permitted" : route.policy().getFileName())
        + (route.policyMode() == Mode.OBSERVE ? ", only observed" : "")
        + ")";
  }
}
