package io.mcpgateway.app;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.MaskingConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.policy.MaskReport;
import io.mcpgateway.app.policy.MaskTrial;
import io.mcpgateway.app.policy.MaskTrial.About;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.mask.MaskedTools;
import io.mcpgateway.policy.model.MaskAction;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.token.ValueTokens;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway mask try}. */
@Command(
    name = "try",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Mask a text, JSON or a whole message as the gateway would, without sending it.",
      "The result goes to standard output, byte for byte; what was found goes to standard error,"
          + " its values only with --show-values. Exit code 1 if it would be withheld or blocked."
    },
    footer = {
      "",
      "Examples:",
      "  gateway mask try policy.yaml --role sales < answer.json",
      "  gateway mask try --config gateway.yaml --route /crm/mcp --tool get_customer"
          + " --in answer.json",
      "  gateway mask try policy.yaml --arguments --tool search --format json < arguments.json"
    })
final class MaskTryCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "<policy.yaml>",
      description = "A policy that stands alone.")
  private @Nullable Path policy;

  @Option(
      names = "--config",
      paramLabel = "<gateway.yaml>",
      description = "A configuration instead, with --route.")
  private @Nullable Path config;

  @Option(
      names = "--route",
      paramLabel = "<path>",
      description = "The route whose policies mask, the platform's included.")
  private @Nullable String path;

  @Mixin private PrincipalOptions who = new PrincipalOptions();

  @Option(
      names = "--in",
      paramLabel = "<file>",
      description = "What to mask, in UTF-8. Default: standard input")
  private @Nullable Path in;

  @Option(names = "--tool", paramLabel = "<name>", description = "It is the result of this tool.")
  private @Nullable String tool;

  @Option(
      names = "--resource",
      paramLabel = "<uri>",
      description = "It is what this resource holds.")
  private @Nullable String resource;

  @Option(names = "--prompt", paramLabel = "<name>", description = "It is this prompt.")
  private @Nullable String prompt;

  @Option(
      names = "--arguments",
      description = "It is what the client sends, such as the arguments of --tool.")
  private boolean arguments;

  @Option(
      names = "--schema",
      paramLabel = "<file>",
      description =
          "The tool as its upstream lists it, with outputSchema and inputSchema, in JSON.")
  private @Nullable Path schema;

  @Option(
      names = "--upstream",
      paramLabel = "<name>",
      description = "With a policy alone: the upstream that it comes from. Default: upstream")
  private @Nullable String upstream;

  @Option(
      names = "--now",
      paramLabel = "<time>",
      description = "Another time than now, such as 2026-12-31T12:00:00Z.")
  private @Nullable Instant now;

  @Option(names = "--show-values", description = "Also show the values that were found.")
  private boolean values;

  @Option(names = "--format", paramLabel = "<format>", description = "text (default) or json.")
  private Format format = Format.text;

  /** How the result is written, in the words of the option. */
  @SuppressWarnings("MemberName")
  enum Format {
    text,
    json
  }

  MaskTryCommand() {}

  @Override
  public Integer call() throws ConfigException, IOException {
    MaskTrial trial = trial();
    MaskTrial.Outcome outcome = trial.of(TrialInput.read(in));
    MaskReport report = new MaskReport(outcome, values);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (format == Format.json) {
      out.println(report.json().toPrettyString());
    } else {
      if (outcome.output() != null) {
        out.print(outcome.output());
      }
      report.lines().forEach(err::println);
    }
    err.flush();
    out.flush();
    return outcome.output() == null ? ExitCode.FAILED : ExitCode.OK;
  }

  private MaskTrial trial() throws ConfigException, IOException {
    if ((policy == null) == (config == null)) {
      throw wrong("what masks (expected: a policy, or --config and --route)");
    }
    if ((config == null) != (path == null)) {
      throw wrong("--config, --route (expected: both, or a policy alone)");
    }
    if (config != null && upstream != null) {
      throw wrong("--upstream (expected: a policy alone; a route has its own)");
    }
    LoadedConfig loaded = config == null ? null : config(config);
    RouteConfig route =
        loaded == null || path == null
            ? null
            : new NamedRoute(loaded.gateway(), spec.commandLine()).route(path);
    List<PolicySpec> policies = new ArrayList<>();
    if (loaded != null && route != null) {
      policies.add(loaded.policy(route));
      PolicySpec platform = loaded.platform();
      if (platform != null) {
        policies.add(platform);
      }
    } else if (policy != null) {
      policies.add(PolicySources.file(policy).spec());
    }
    Principal principal = who.principal(loaded, route);
    InstantSource clock = now == null ? InstantSource.system() : InstantSource.fixed(now);
    try {
      return new MaskTrial(
          policies,
          new MaskedTools(tokens(loaded, policies, clock), clock),
          MaskTrial.exchange(
              path == null ? "/" : path,
              route != null ? route.upstream() : upstream == null ? "upstream" : upstream,
              principal,
              about(),
              definition()),
          arguments);
    } catch (MalformedMessageException wrong) {
      throw wrong("--tool, --resource, --prompt (expected: a name or URI that a message can hold)");
    }
  }

  /** Who shows a token needs the secrets that it takes to ask about it. */
  private LoadedConfig config(Path file) throws ConfigException {
    return who.needsSecrets()
        ? new ConfigLoader(file, System::getenv).load()
        : PolicySources.config(file);
  }

  private ValueTokens tokens(
      @Nullable LoadedConfig loaded, List<PolicySpec> policies, InstantSource clock) {
    MaskingConfig keys =
        loaded == null ? new MaskingConfig(List.of()) : PolicySources.masking(loaded);
    if (keys.keys().isEmpty() && policies.stream().anyMatch(MaskTryCommand::makesTokens)) {
      spec.commandLine()
          .getErr()
          .println(
              "note: no masking.keys here: hashes and tokens are of this run only, and open"
                  + " nowhere");
    }
    return MaskTokens.of(keys, clock).values();
  }

  private static boolean makesTokens(PolicySpec policy) {
    return policy.masks().stream()
        .anyMatch(
            mask ->
                mask.action() instanceof MaskAction.Hash
                    || mask.action() instanceof MaskAction.Tokenize);
  }

  private About about() {
    int ways = (tool == null ? 0 : 1) + (resource == null ? 0 : 1) + (prompt == null ? 0 : 1);
    if (ways > 1) {
      throw wrong("--tool, --resource, --prompt (expected: one of them)");
    }
    if (tool != null) {
      return new About(McpMethod.TOOLS_CALL, tool);
    }
    if (resource != null) {
      return new About(McpMethod.RESOURCES_READ, resource);
    }
    return prompt == null ? About.ANYTHING : new About(McpMethod.PROMPTS_GET, prompt);
  }

  private @Nullable ToolDefinition definition() throws ConfigException {
    if (schema == null) {
      return null;
    }
    byte[] bytes = TrialInput.read(schema);
    try (JsonParser parser = Json.parser(bytes, 0, bytes.length)) {
      JsonNode json = JSON.readTree(parser);
      if (json != null
          && parser.nextToken() == null
          && (json.path("outputSchema").isObject() || json.path("inputSchema").isObject())) {
        return new ToolDefinition(tool == null ? json.path("name").asText() : tool, json);
      }
    } catch (IOException malformed) {
      // Not JSON, then.
    }
    throw TrialInput.wrong(
        schema.toString(),
        1,
        "a tool as tools/list has it: a JSON object with outputSchema or inputSchema");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
