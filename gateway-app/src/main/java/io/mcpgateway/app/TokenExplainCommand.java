package io.mcpgateway.app;

import io.mcpgateway.app.RouteExplainer.Presented;
import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
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
    NamedRoute named = new NamedRoute(loaded.gateway(), spec.commandLine());
    RouteConfig route = named.route(path);
    PrintWriter out = spec.commandLine().getOut();
    if (route.authenticate().isEmpty()) {
      out.println("accepted: " + path + " asks nobody for a token, and does not look at any");
      return ExitCode.OK;
    }
    URI resource = named.resource(route, listener);
    InstantSource clock = now == null ? InstantSource.system() : InstantSource.fixed(now);
    return new RouteExplainer(loaded, route, resource, clock).explain(presented(), offline, out);
  }

  private Presented presented() throws IOException {
    Path file = tokenFile;
    try (InputStream in =
        file == null ? InputStream.nullInputStream() : Files.newInputStream(file)) {
      Presented presented = Presented.in(file == null ? System.in : in);
      if (presented.text().isEmpty()) {
        throw wrong("no token (expected: one on standard input or in --token-file)");
      }
      return presented;
    } catch (IOException unreadable) {
      throw new IOException("the token cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
