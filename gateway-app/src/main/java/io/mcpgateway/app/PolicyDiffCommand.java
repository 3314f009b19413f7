package io.mcpgateway.app;

import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.policy.Matrix.Column;
import io.mcpgateway.app.policy.PolicyDiff;
import io.mcpgateway.app.policy.PolicyJson;
import io.mcpgateway.app.policy.RuledRoute;
import io.mcpgateway.core.exchange.Principal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway policy diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Say what differs between two policies: what is written, and who may do what.",
      "Without --principals callers are made up: nobody, each role alone, pairs of roles. Without"
          + " --tools everything that either policy names is asked about, and a sample of each"
          + " pattern. Exit code 1 if something differs."
    },
    footer = {
      "",
      "Examples:",
      "  gateway policy diff policy.yaml new-policy.yaml",
      "  gateway policy diff old/gateway.yaml gateway.yaml --route /crm/mcp"
          + " --principals policy-test.yaml"
    })
final class PolicyDiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "<old>",
      description = "A policy; with --route a configuration.")
  private Path before = Path.of("old.yaml");

  @Parameters(index = "1", paramLabel = "<new>", description = "The same.")
  private Path after = Path.of("new.yaml");

  @Option(names = "--route", paramLabel = "<path>", description = "A route of both configurations.")
  private @Nullable String path;

  @Option(
      names = "--principals",
      paramLabel = "<file>",
      description = "Callers by name, as a test file has them under principals.")
  private @Nullable Path principals;

  @Mixin private ToolOptions tools = new ToolOptions();

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  PolicyDiffCommand() {}

  @Override
  public Integer call() throws ConfigException, IOException, StartException {
    RuledRoute was = route(before);
    RuledRoute is = route(after);
    Map<String, Principal> callers =
        principals == null
            ? PolicyDiff.callers(was.spec(), is.spec())
            : PolicySources.principals(principals);
    List<Column> columns = tools.areGiven() ? columns() : PolicyDiff.columns(was.spec(), is.spec());
    PolicyDiff diff = PolicyDiff.of(was, is, callers, columns, Instant.now());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(PolicyJson.of(diff).toPrettyString());
    } else {
      diff.written().forEach(out::println);
      for (PolicyDiff.Change change : diff.decided()) {
        out.println(
            (change.ofEffect() ? "! " : "~ ")
                + change.principal()
                + "  "
                + change.subject()
                + "  "
                + change.was().words()
                + "  ->  "
                + change.is().words());
      }
      long effects = diff.decided().stream().filter(PolicyDiff.Change::ofEffect).count();
      out.println(
          diff.asked()
              + " questions: "
              + effects
              + " decided differently, "
              + (diff.decided().size() - effects)
              + " by another rule or with other observations"
              + (diff.complete() ? "" : "; there are more than are asked"));
    }
    return diff.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private List<Column> columns() throws ConfigException, IOException, StartException {
    if (path == null) {
      if (tools.areLive()) {
        throw new ParameterException(spec.commandLine(), "--live (expected: --route beside it)");
      }
      return tools.columns();
    }
    LoadedConfig loaded =
        tools.areLive()
            ? new ConfigLoader(after, System::getenv).load()
            : PolicySources.config(after);
    return tools.columns(loaded, new NamedRoute(loaded.gateway(), spec.commandLine()).route(path));
  }

  private RuledRoute route(Path file) throws ConfigException {
    if (path == null) {
      return PolicySources.policy(file, null);
    }
    LoadedConfig loaded = PolicySources.config(file);
    RouteConfig route = new NamedRoute(loaded.gateway(), spec.commandLine()).route(path);
    return RuledRoute.of(loaded, route);
  }
}
