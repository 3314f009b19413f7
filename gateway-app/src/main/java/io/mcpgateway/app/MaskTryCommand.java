package io.mcpgateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.policy.MaskTrial;
import io.mcpgateway.app.policy.MaskTrial.About;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.mask.MaskPreview;
import io.mcpgateway.policy.model.MaskAction;
import io.mcpgateway.policy.model.PolicySpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
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
      "The result goes to standard output, byte for byte; what was found to standard error.",
      "Exit code 0, or 1 if nothing of it would go on."
    },
    footer = {
      "",
      "Examples:",
      "  gateway mask try policy.yaml --role sales < answer.json",
      "  gateway mask try --config gateway.yaml --route /crm/mcp --tool get_customer --in answer.json",
      "  gateway mask try policy.yaml --arguments --tool search --format json < arguments.json"
    })
final class MaskTryCommand implements Callable<Integer> {
  private static final int MAX_INPUT = 16 << 20;

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
      names = "--definition",
      paramLabel = "<file>",
      description = "The tool as its upstream lists it, with its schemas, in JSON.")
  private @Nullable Path definition;

  @Option(
      names = "--upstream",
      paramLabel = "<name>",
      description = "Of a policy that stands alone.")
  private String upstream = "upstream";

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
    MaskPreview.Result result = trial().of(input());
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (format == Format.json) {
      out.println(MaskTrial.json(result, values).toPrettyString());
    } else {
      if (result.output() != null) {
        out.print(result.output());
      }
      MaskTrial.lines(result, values).forEach(err::println);
      if (result.withheld() != null) {
        err.println("withheld: " + result.withheld());
      }
      err.flush();
    }
    out.flush();
    return result.output() == null ? ExitCode.FAILED : ExitCode.OK;
  }

  private MaskTrial trial() throws ConfigException, IOException {
    if ((policy == null) == (config == null)) {
      throw wrong("what masks (expected: a policy, or --config and --route)");
    }
    if ((config == null) != (path == null)) {
      throw wrong("--config, --route (expected: both, or a policy alone)");
    }
    LoadedConfig loaded = config == null ? null : PolicySources.config(config);
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
    if (policies.stream().anyMatch(MaskTryCommand::makesTokens)) {
      spec.commandLine()
          .getErr()
          .println("note: hashes and tokens are made with a key of this run; they open nowhere");
    }
    Principal principal = who.principal(loaded, route);
    try {
      return new MaskTrial(
          policies,
          MaskTrial.tools(InstantSource.system()),
          MaskTrial.exchange(
              path == null ? "/" : path,
              route == null ? upstream : route.upstream(),
              principal,
              about(),
              toolDefinition()),
          arguments);
    } catch (MalformedMessageException wrong) {
      throw wrong("--tool, --resource, --prompt (expected: a name or URI that a message can hold)");
    }
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

  private @Nullable ToolDefinition toolDefinition() throws IOException {
    if (definition == null) {
      return null;
    }
    if (tool == null) {
      throw wrong("--definition (expected: --tool beside it)");
    }
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(Files.readAllBytes(definition));
    } catch (IOException unreadable) {
      throw new IOException("--definition: " + definition + " cannot be read as JSON", unreadable);
    }
    if (json == null || !json.isObject()) {
      throw wrong("--definition: " + definition + " (expected: an object, as tools/list has it)");
    }
    return new ToolDefinition(tool, json);
  }

  private byte[] input() throws IOException {
    byte[] input = read();
    if (input.length > MAX_INPUT) {
      throw new IOException("input: more than " + MAX_INPUT + " bytes (expected: at most as many)");
    }
    try {
      UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(input));
    } catch (CharacterCodingException other) {
      throw new IOException("input: not UTF-8 (expected: text or JSON in UTF-8)", other);
    }
    return input;
  }

  private byte[] read() throws IOException {
    if (in == null) {
      return System.in.readNBytes(MAX_INPUT + 1);
    }
    try (InputStream file = Files.newInputStream(in)) {
      return file.readNBytes(MAX_INPUT + 1);
    } catch (IOException unreadable) {
      throw new IOException("--in: " + in + " cannot be read", unreadable);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
