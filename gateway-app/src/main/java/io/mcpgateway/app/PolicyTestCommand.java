package io.mcpgateway.app;

import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.PolicyFile;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.policy.JunitXml;
import io.mcpgateway.app.policy.PolicyTest;
import io.mcpgateway.app.policy.PolicyTest.Case;
import io.mcpgateway.app.policy.PolicyTestReader;
import io.mcpgateway.app.policy.PolicyTestReader.Subjects;
import io.mcpgateway.app.policy.PolicyTestRun;
import io.mcpgateway.app.policy.RuledRoute;
import io.mcpgateway.core.config.Problem;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway policy test}. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Run test cases: who may do what, and what lists show.",
      "Exit code 0 if all cases pass, 1 if not, 3 if a file has mistakes."
    },
    footer = {
      "",
      "Example:",
      "  gateway policy test policy-test.yaml --junit-xml target/policy.xml",
      "with a file such as",
      "  policy: policy.yaml",
      "  principals:",
      "    alice: { roles: [sales] }",
      "  cases:",
      "    - name: sales may not refund",
      "      principal: alice",
      "      call: { tool: refund, args: { amount: 120 } }",
      "      expect: deny"
    })
final class PolicyTestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "<cases.yaml>",
      description = "Files of cases. Paths in them are relative to them.")
  private List<Path> files = List.of();

  @Option(
      names = "--junit-xml",
      paramLabel = "<file>",
      description = "Where to write the results for a CI system.")
  private @Nullable Path junitXml;

  PolicyTestCommand() {}

  @Override
  public Integer call() throws ConfigException, IOException {
    List<PolicyTest> tests = new ArrayList<>();
    List<Problem> mistakes = new ArrayList<>();
    for (Path file : files) {
      try {
        tests.add(load(file));
      } catch (ConfigException wrong) {
        mistakes.addAll(wrong.problems());
      }
    }
    if (!mistakes.isEmpty()) {
      throw new ConfigException(mistakes.stream().distinct().toList());
    }
    PrintWriter out = spec.commandLine().getOut();
    List<PolicyTestRun> runs = tests.stream().map(PolicyTestRun::of).toList();
    runs.forEach(run -> print(run, out));
    if (junitXml != null) {
      write(runs, junitXml);
    }
    long cases = runs.stream().mapToLong(run -> run.results().size()).sum();
    long failures = runs.stream().mapToLong(PolicyTestRun::failures).sum();
    out.println(
        failures == 0 ? "all " + cases + " cases pass" : failures + " of " + cases + " cases fail");
    return failures == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void print(PolicyTestRun run, PrintWriter out) {
    for (PolicyTestRun.Result result : run.results()) {
      if (result.passed()) {
        continue;
      }
      out.println(
          run.test().file() + ":" + result.about().line() + ": FAILED: " + result.about().name());
      result.differences().forEach(line -> out.println("    " + line));
      out.println("    why:");
      result.why().forEach(line -> out.println("      " + line));
    }
    out.println(
        run.test().file()
            + ": "
            + (run.results().size() - run.failures())
            + " passed, "
            + run.failures()
            + " failed");
  }

  private static void write(List<PolicyTestRun> runs, Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file)) {
      JunitXml.write(runs, writer);
    } catch (XMLStreamException failed) {
      throw new IOException(file + " cannot be written: " + failed.getMessage(), failed);
    } catch (IOException failed) {
      throw new IOException("--junit-xml: " + file + " cannot be written", failed);
    }
  }

  private static PolicyTest load(Path file) throws ConfigException {
    Problems problems = new Problems();
    YamlMap root = PolicyFile.yaml(file, problems);
    Subjects about = Subjects.read(root);
    List<Case> cases = PolicyTestReader.cases(root, Instant.now());
    Path directory = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    RuledRoute route = route(about, directory, root, problems);
    if (!problems.isEmpty() || route == null) {
      throw new ConfigException(problems.all());
    }
    return new PolicyTest(root.file(), route, cases);
  }

  /** What the cases are about; null if that is a problem. */
  private static @Nullable RuledRoute route(
      Subjects about, Path directory, YamlMap root, Problems problems) {
    try {
      if (about.policy() != null) {
        return PolicySources.policy(
                directory.resolve(about.policy()),
                about.platform() == null ? null : directory.resolve(about.platform()))
            .named(about.route(), about.upstream());
      }
      if (about.config() == null || about.route() == null) {
        return null;
      }
      LoadedConfig config = PolicySources.config(directory.resolve(about.config()));
      for (RouteConfig route : config.gateway().routes()) {
        if (route.path().equals(about.route())) {
          return RuledRoute.of(config, route);
        }
      }
      root.problem(
          "route",
          "one of "
              + config.gateway().routes().stream()
                  .map(RouteConfig::path)
                  .collect(Collectors.joining(", ")));
    } catch (ConfigException wrong) {
      wrong.problems().forEach(problems::add);
    }
    return null;
  }
}
