package io.mcpgateway.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.PolicyFile;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.policy.PolicyJson;
import io.mcpgateway.policy.lint.Finding;
import io.mcpgateway.policy.lint.Finding.Weight;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway policy check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Say everything that is wrong with policies, and what in them cannot be meant.",
      "Mistakes end it with exit code 3. What is merely odd (file:line: text [kind]) does not"
          + " change the exit code, unless with --strict: then 1."
    },
    footer = {
      "",
      "Examples:",
      "  gateway policy check policy.yaml --known-roles sales,support",
      "  gateway policy check --config gateway.yaml --live --strict"
    })
final class PolicyCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "<policy.yaml>", description = "Policies to check.")
  private List<Path> files = List.of();

  @Option(
      names = "--config",
      paramLabel = "<gateway.yaml>",
      description = "A configuration, to check with all its policies.")
  private @Nullable Path config;

  @Option(
      names = "--known-roles",
      split = ",",
      paramLabel = "<role>",
      description = "All roles that issuers put into tokens, separated by commas.")
  private @Nullable Set<String> knownRoles;

  @Option(
      names = "--live",
      description = "With --config: also compare with the tools that upstreams list now.")
  private boolean live;

  @Mixin private LiveOptions upstreams = new LiveOptions();

  @Option(names = "--strict", description = "End with 1 if anything is odd; notes do not count.")
  private boolean strict;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  PolicyCheckCommand() {}

  @Override
  public Integer call() throws ConfigException, IOException, StartException {
    if (live && config == null) {
      throw new ParameterException(spec.commandLine(), "--live (expected: --config beside it)");
    }
    if (files.isEmpty() && config == null) {
      throw new ParameterException(
          spec.commandLine(), "nothing to check (expected: a policy, or --config)");
    }
    Set<Path> policies = new LinkedHashSet<>(files);
    LoadedConfig loaded =
        config == null ? null : live ? upstreams.config(config) : PolicySources.config(config);
    if (loaded != null) {
      if (loaded.gateway().platformPolicy() != null) {
        policies.add(loaded.gateway().platformPolicy());
      }
      for (RouteConfig route : loaded.gateway().routes()) {
        if (route.policy() != null) {
          policies.add(route.policy());
        }
      }
    }
    List<Finding> findings = new ArrayList<>();
    List<String> good = new ArrayList<>();
    for (Path each : policies) {
      PolicyFile file = PolicySources.file(each);
      findings.addAll(file.lint(knownRoles));
      good.add(file.name() + ": good, version " + file.spec().version());
      if (loaded != null && live) {
        findings.addAll(live(loaded, each, file));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      findings.forEach(finding -> array.add(PolicyJson.of(finding)));
      out.println(array.toPrettyString());
    } else {
      good.forEach(out::println);
      findings.forEach(out::println);
    }
    boolean odd = findings.stream().anyMatch(each -> each.weight() == Weight.WARNING);
    return strict && odd ? ExitCode.FAILED : ExitCode.OK;
  }

  /** Compares a policy with the tools of all routes that it is for. */
  private List<Finding> live(LoadedConfig loaded, Path path, PolicyFile file)
      throws IOException, StartException {
    Set<String> tools = new TreeSet<>();
    boolean asked = false;
    for (RouteConfig route : loaded.gateway().routes()) {
      if (path.equals(route.policy())) {
        asked = true;
        upstreams.tools(loaded, route).forEach(tool -> tools.add(tool.name()));
      }
    }
    // A policy of the platform speaks of tools that only some routes have.
    return asked ? file.lintLive(List.copyOf(tools)) : List.of();
  }
}
