package io.mcpgateway.app;

import io.mcpgateway.app.RouteExplainer.Presented;
import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.app.config.GatewayConfig;
import io.mcpgateway.app.config.ListenerConfig;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway token explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Say of a token or an API key what a route would accept and what not, claim by claim, and"
          + " why.",
      "It is read from standard input or --token-file, and is not printed. Exit code 0 if it would"
          + " be accepted (with --offline: if nothing speaks against it), 1 if not."
    })
final class TokenExplainCommand implements Callable<Integer> {
  /** More than any token that is looked at. */
  private static final int MAX_INPUT = 64 * 1024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      required = true,
      paramLabel = "<gateway.yaml>",
      description = "The configuration with the route.")
  private Path config = Path.of("gateway.yaml");

  @Option(
      names = "--route",
      required = true,
      paramLabel = "<path>",
      description = "The path of the route.")
  private String path = "";

  @Option(
      names = "--listener",
      paramLabel = "<name>",
      description = "The listener, if the route has several.")
  private @Nullable String listener;

  @Option(
      names = "--token-file",
      paramLabel = "<file>",
      description = "A file with the token, instead of standard input.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--offline",
      description = "Ask no issuer: leave out keys, signature and introspection.")
  private boolean offline;

  @Option(
      names = "--now",
      paramLabel = "<time>",
      description = "Another time than now, such as 2026-12-31T12:00:00Z.")
  private @Nullable Instant now;

  TokenExplainCommand() {}

  @Override
  public Integer call() throws ConfigException, IOException {
    LoadedConfig loaded = new ConfigLoader(config, System::getenv).load();
    RouteConfig route = route(loaded.gateway(), path);
    PrintWriter out = spec.commandLine().getOut();
    if (route.authenticate().isEmpty()) {
      out.println("accepted: " + path + " asks nobody for a token, and does not look at any");
      return ExitCode.OK;
    }
    URI resource = resource(loaded.gateway(), route, listener);
    InstantSource clock = now == null ? InstantSource.system() : InstantSource.fixed(now);
    return new RouteExplainer(loaded, route, resource, clock).explain(presented(), offline, out);
  }

  private RouteConfig route(GatewayConfig gateway, String path) {
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
  private URI resource(GatewayConfig gateway, RouteConfig route, @Nullable String name) {
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

  private Presented presented() throws IOException {
    String text;
    Path file = tokenFile;
    try (InputStream in =
        file == null ? InputStream.nullInputStream() : Files.newInputStream(file)) {
      byte[] bytes = (file == null ? System.in : in).readNBytes(MAX_INPUT);
      text = new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException unreadable) {
      throw new IOException("the token cannot be read: " + unreadable.getMessage(), unreadable);
    }
    Presented presented = Presented.in(text);
    if (presented.text().isEmpty()) {
      throw wrong("no token (expected: one on standard input or in --token-file)");
    }
    return presented;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
