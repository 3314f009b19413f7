package io.mcpgateway.app;

import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.app.config.GatewayConfig;
import io.mcpgateway.app.config.ListenerConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.auth.resource.SenderRules;
import io.mcpgateway.auth.token.Acceptance;
import io.mcpgateway.auth.token.AccessToken;
import io.mcpgateway.auth.token.BearerToken;
import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.auth.token.TokenExplainer;
import io.mcpgateway.auth.token.TokenExplanation;
import io.mcpgateway.auth.token.TokenVerifier;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.auth.token.Verification;
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
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway token explain}. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look into access tokens.")
final class TokenCommand implements Runnable {
  /** More than any token that is looked at. */
  private static final int MAX_INPUT = 64 * 1024;

  @Spec private CommandSpec spec = CommandSpec.create();

  TokenCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "explain",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Say of a token, claim by claim, what a route would accept and what not, and why.",
        "The token is read from standard input or --token-file, and is not printed. Exit code 0 if"
            + " it would be accepted (with --offline: if nothing speaks against it), 1 if not."
      })
  int explain(
      @Option(
              names = "--config",
              required = true,
              paramLabel = "<gateway.yaml>",
              description = "The configuration with the route.")
          Path config,
      @Option(
              names = "--route",
              required = true,
              paramLabel = "<path>",
              description = "The path of the route.")
          String path,
      @Option(
              names = "--listener",
              paramLabel = "<name>",
              description = "The listener, if the route has several.")
          @Nullable String listener,
      @Option(
              names = "--token-file",
              paramLabel = "<file>",
              description = "A file with the token, instead of standard input.")
          @Nullable Path tokenFile,
      @Option(names = "--offline", description = "Ask no issuer: leave out keys and signature.")
          boolean offline,
      @Option(
              names = "--now",
              paramLabel = "<time>",
              description = "Another time than now, such as 2026-12-31T12:00:00Z.")
          @Nullable Instant now)
      throws ConfigException, IOException {
    GatewayConfig gateway = new ConfigLoader(config, System::getenv).load().gateway();
    RouteConfig route = route(gateway, path);
    PrintWriter out = spec.commandLine().getOut();
    if (route.authenticate().isEmpty()) {
      out.println("accepted: " + path + " asks nobody for a token, and does not look at any");
      return ExitCode.OK;
    }
    URI resource = resource(gateway, route, listener);
    String token = token(tokenFile);
    InstantSource clock = now == null ? InstantSource.system() : InstantSource.fixed(now);
    List<TrustedIssuer> issuers =
        route.authenticate().stream().distinct().map(name -> issuer(gateway, name)).toList();
    try (TokenVerifier verifier = new TokenVerifier(clock, TokenVerifier.Limits.DEFAULT)) {
      TokenExplanation explanation =
          new TokenExplainer(verifier, clock)
              .explain(BearerToken.in(token, 0), new Acceptance(resource, issuers), offline);
      return print(explanation, route.sender(), offline, out);
    } finally {
      issuers.forEach(TrustedIssuer::close);
    }
  }

  private static int print(
      TokenExplanation explanation, SenderRules sender, boolean offline, PrintWriter out) {
    for (TokenExplanation.Line line : explanation.lines()) {
      String mark =
          switch (line.mark()) {
            case GOOD -> "ok  ";
            case WRONG -> "NO  ";
            case NOTE -> "    ";
          };
      out.println(
          mark + line.step() + " ".repeat(Math.max(1, 11 - line.step().length())) + line.text());
    }
    out.println(
        "    route      dpop "
            + sender.dpop().name().toLowerCase(Locale.ROOT)
            + ", mtls "
            + sender.mtls().name().toLowerCase(Locale.ROOT));
    return switch (explanation.verdict()) {
      case Verification.Accepted(AccessToken token) -> {
        String problem = sender.problem(token.confirmation());
        out.println(problem == null ? "accepted" : "refused: " + problem);
        yield problem == null ? ExitCode.OK : ExitCode.FAILED;
      }
      case Verification.Rejected(String problem) -> {
        out.println("refused: " + problem);
        yield ExitCode.FAILED;
      }
      case Verification.Undecided(String problem) -> {
        out.println((offline ? "not refused: " : "refused for now: ") + problem);
        yield offline ? ExitCode.OK : ExitCode.FAILED;
      }
      case Verification.Pending _ -> throw new IllegalStateException("a verdict that is none yet");
    };
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

  private static TrustedIssuer issuer(GatewayConfig gateway, String name) {
    IssuerSettings settings =
        gateway.issuers().stream()
            .filter(issuer -> issuer.name().equals(name))
            .findFirst()
            .orElseThrow();
    // Keys are fresh by the real time, whatever time the token is looked at.
    return new TrustedIssuer(settings, InstantSource.system());
  }

  private String token(@Nullable Path file) throws IOException {
    String text;
    try (InputStream in =
        file == null ? InputStream.nullInputStream() : Files.newInputStream(file)) {
      byte[] bytes = (file == null ? System.in : in).readNBytes(MAX_INPUT);
      text = new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException unreadable) {
      throw new IOException("the token cannot be read: " + unreadable.getMessage(), unreadable);
    }
    for (String scheme : new String[] {"Bearer ", "DPoP "}) {
      if (text.regionMatches(true, 0, scheme, 0, scheme.length())) {
        text = text.substring(scheme.length()).strip();
      }
    }
    if (text.isEmpty()) {
      throw wrong("no token (expected: one on standard input or in --token-file)");
    }
    return text;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
