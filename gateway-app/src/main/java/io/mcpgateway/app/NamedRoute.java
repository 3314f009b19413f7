package io.mcpgateway.app;

import io.mcpgateway.app.config.GatewayConfig;
import io.mcpgateway.app.config.ListenerConfig;
import io.mcpgateway.app.config.RouteConfig;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Finds the route that somebody named on the command line. */
record NamedRoute(GatewayConfig gateway, CommandLine command) {

  RouteConfig route(String path) {
    return gateway.routes().stream()
        .filter(route -> route.path().equals(path))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "--route: "
                        + path
                        + " (expected: one of "
                        + gateway.routes().stream()
                            .map(RouteConfig::path)
                            .collect(Collectors.joining(", "))
                        + ")"));
  }

  /** What its clients dial, which is the audience of their tokens. */
  URI resource(RouteConfig route, @Nullable String name) {
    List<ListenerConfig> serving =
        gateway.listeners().stream()
            .filter(each -> route.listeners().isEmpty() || route.listeners().contains(each.name()))
            .filter(each -> name == null || each.name().equals(name))
            .toList();
    if (serving.size() != 1) {
      String names =
          gateway.listeners().stream()
              .map(ListenerConfig::name)
              .filter(each -> route.listeners().isEmpty() || route.listeners().contains(each))
              .collect(Collectors.joining(", "));
      throw wrong("--listener: " + name + " (expected: one of " + names + ")");
    }
    ListenerConfig listener = serving.getFirst();
    if (listener.publicUrl() == null && listener.address().getPort() == 0) {
      throw wrong(
          "--listener: "
              + listener.name()
              + " has port 0 (expected: a port, or a public-url: it is part of the audience)");
    }
    return new BoundListener(listener, listener.address().getPort()).resource(route.path());
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command, message);
  }
}
