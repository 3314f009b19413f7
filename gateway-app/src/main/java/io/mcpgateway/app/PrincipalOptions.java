package io.mcpgateway.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.app.RouteExplainer.Presented;
import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.PolicyFile;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.policy.Principals;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who asks: out of a file, out of a token, or as options. */
final class PrincipalOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--principal",
      paramLabel = "<file>",
      description = "A file that says who asks, in the keys of a principal of a test file.")
  private @Nullable Path file;

  @Option(
      names = "--token-file",
      paramLabel = "<file>",
      description =
          "A file with the token or API key of who asks. It is verified as the route does.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--listener",
      paramLabel = "<name>",
      description = "The listener that the token is for, if the route has several.")
  private @Nullable String listener;

  @Option(names = "--anonymous", description = "Nobody in particular.")
  private boolean anonymous;

  @Option(names = "--subject", paramLabel = "<name>", description = "Who asks. Default: somebody")
  private @Nullable String subject;

  @Option(names = "--issuer", paramLabel = "<url>", description = "Whose token it is.")
  private @Nullable String issuer;

  @Option(names = "--role", paramLabel = "<role>", description = "A role of the roles claim.")
  private List<String> roles = List.of();

  @Option(names = "--scope", paramLabel = "<scope>", description = "A scope of the token.")
  private List<String> scopes = List.of();

  @Option(names = "--group", paramLabel = "<group>", description = "A group of the groups claim.")
  private List<String> groups = List.of();

  @Option(names = "--claim", paramLabel = "<k=v>", description = "A claim; v is JSON, or a text.")
  private Map<String, String> claims = Map.of();

  @Option(names = "--client", paramLabel = "<id>", description = "The OAuth client.")
  private @Nullable String client;

  @Option(names = "--tenant", paramLabel = "<tenant>", description = "The tenant.")
  private @Nullable String tenant;

  @Option(
      names = "--api-key",
      paramLabel = "<set/id>",
      description = "The set and the id of an API key, such as robots/nightly.")
  private @Nullable String apiKey;

  PrincipalOptions() {}

  /** Whether an issuer is asked. */
  boolean needsSecrets() {
    return tokenFile != null;
  }

  /**
   * Who asks.
   *
   * @param config null where a policy stands alone
   * @param route of {@code config}
   */
  Principal principal(@Nullable LoadedConfig config, @Nullable RouteConfig route)
      throws ConfigException, IOException {
    ObjectNode said = said();
    int ways = (file == null ? 0 : 1) + (tokenFile == null ? 0 : 1) + (said.isEmpty() ? 0 : 1);
    if (ways > 1) {
      throw wrong(
          "--principal, --token-file, --subject and the like (expected: one of these ways)");
    }
    if (file != null) {
      return ofFile(file);
    }
    if (tokenFile != null) {
      if (config == null || route == null) {
        throw wrong("--token-file (expected: --config and --route beside it)");
      }
      return ofToken(tokenFile, config, route);
    }
    Problems problems = new Problems();
    Principal principal =
        Principals.read(YamlMap.parse("options", said.toString(), problems, _ -> null), "somebody");
    CallOptions.refuse(problems, spec);
    return principal;
  }

  private static Principal ofFile(Path file) throws ConfigException {
    Problems problems = new Problems();
    Principal principal = Principals.read(PolicyFile.yaml(file, problems), "somebody");
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    return principal;
  }

  private Principal ofToken(Path from, LoadedConfig config, RouteConfig route) throws IOException {
    Presented presented;
    try (InputStream in = Files.newInputStream(from)) {
      presented = Presented.in(in);
    } catch (IOException unreadable) {
      throw new IOException("--token-file: " + from + " cannot be read", unreadable);
    }
    NamedRoute named = new NamedRoute(config.gateway(), spec.commandLine());
    return new RouteExplainer(
            config, route, named.resource(route, listener), InstantSource.system())
        .identify(presented);
  }

  /** The options in the keys of a principal of a test file. */
  private ObjectNode said() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (anonymous) {
      json.put("anonymous", true);
    }
    put(json, "subject", subject);
    put(json, "issuer", issuer);
    put(json, "client", client);
    put(json, "tenant", tenant);
    put(json, "api-key", apiKey);
    put(json, "roles", roles);
    put(json, "scopes", scopes);
    put(json, "groups", groups);
    if (!claims.isEmpty()) {
      ObjectNode object = json.putObject("claims");
      claims.forEach((name, value) -> object.set(name, Principals.claim(value)));
    }
    return json;
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static void put(ObjectNode json, String name, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = json.putArray(name);
      values.forEach(array::add);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
