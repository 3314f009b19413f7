package io.mcpgateway.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.policy.Call;
import io.mcpgateway.app.policy.Explanations;
import io.mcpgateway.app.policy.Matrix;
import io.mcpgateway.app.policy.Matrix.Column;
import io.mcpgateway.app.policy.RuledRoute;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.policy.access.Explanation;
import io.mcpgateway.policy.access.Question;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway policy explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Say what a policy decides, by which rule, where that stands, and what would have to change.",
      "Exit code 0 if it is permitted, 1 if it is denied; with --matrix 0."
    },
    footer = {
      "",
      "Examples:",
      "  gateway policy explain --config gateway.yaml --route /crm/mcp --subject alice --role sales"
          + " --tool refund --args '{\"amount\": 120}'",
      "  gateway policy explain --config gateway.yaml --route /crm/mcp --matrix"
          + " --principals policy-test.yaml --tools search,refund"
    })
final class PolicyExplainCommand implements Callable<Integer> {
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

  @Mixin private PrincipalOptions who = new PrincipalOptions();
  @Mixin private CallOptions what = new CallOptions();

  @Option(
      names = "--matrix",
      description = "A table instead: what each of --principals may do with each of --tools.")
  private boolean matrix;

  @Option(
      names = "--principals",
      paramLabel = "<file>",
      description = "Callers by name, as a test file has them under principals.")
  private @Nullable Path principals;

  @Mixin private ToolOptions tools = new ToolOptions();

  @Option(
      names = "--format",
      paramLabel = "<format>",
      description = "Of the table: text (default), csv or json.")
  private Format format = Format.text;

  @Option(names = "--json", description = "For programs; the same as --format json.")
  private boolean json;

  /** How a matrix is written, in the words of the option. */
  @SuppressWarnings("MemberName")
  enum Format {
    text,
    csv,
    json
  }

  PolicyExplainCommand() {}

  @Override
  public Integer call() throws ConfigException, IOException, StartException {
    // Who shows a token needs the secrets that it takes to ask about it.
    LoadedConfig loaded =
        who.needsSecrets() || tools.areLive()
            ? new ConfigLoader(config, System::getenv).load()
            : PolicySources.config(config);
    RouteConfig route = new NamedRoute(loaded.gateway(), spec.commandLine()).route(path);
    RuledRoute ruled = RuledRoute.of(loaded, route);
    if (matrix) {
      return matrix(loaded, route, ruled);
    }
    if (!what.areGiven()) {
      throw new ParameterException(
          spec.commandLine(),
          "what is asked for (expected: --tool, --resource, --template, --prompt, --ask, --task"
              + " or --method)");
    }
    Principal caller = who.principal(loaded, route);
    Call call = what.call().with(tools.definition(loaded, route, what.tool()));
    Question question = call.by(caller, ruled);
    Explanation explanation = ruled.explain(question);
    PrintWriter out = spec.commandLine().getOut();
    if (json || format == Format.json) {
      ObjectNode said = Explanations.json(explanation);
      said.put("route", path).put("subject", call.words()).put("policy", ruled.spec().version());
      out.println(said.toPrettyString());
    } else {
      out.println("who    " + Explanations.who(caller, ruled, call.now()));
      out.println("asks   " + call.words() + " on " + path);
      Explanations.lines(explanation).forEach(out::println);
    }
    return explanation.decision().isPermit() ? ExitCode.OK : ExitCode.FAILED;
  }

  private int matrix(LoadedConfig loaded, RouteConfig route, RuledRoute ruled)
      throws ConfigException, IOException, StartException {
    if (principals == null) {
      throw new ParameterException(
          spec.commandLine(), "--matrix (expected: --principals beside it)");
    }
    Map<String, Principal> callers = PolicySources.principals(principals);
    List<Column> columns = new ArrayList<>(tools.columns(loaded, route));
    if (columns.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--matrix (expected: --tools or --live beside it)");
    }
    Matrix table = Matrix.of(ruled, callers, columns, what.now());
    PrintWriter out = spec.commandLine().getOut();
    switch (json ? Format.json : format) {
      case text -> table.table().forEach(out::println);
      case csv -> table.csv().forEach(line -> out.print(line + "\r\n"));
      case json -> out.println(table.json().toPrettyString());
    }
    out.flush();
    return ExitCode.OK;
  }
}
