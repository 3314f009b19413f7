package io.mcpgateway.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.app.audit.store.SegmentFile;
import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.PolicyFile;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.policy.AuditReader;
import io.mcpgateway.app.policy.Replay;
import io.mcpgateway.app.policy.RuledRoute;
import io.mcpgateway.policy.model.PolicySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway policy replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Ask a policy about what audit records say has happened, and count what would be different.",
      "Records have no arguments and not all of a token: what depends on that is said, not guessed.",
      "Exit code 1 if something that was permitted would be denied."
    },
    footer = {
      "",
      "Examples:",
      "  gateway policy replay audit/ --config new/gateway.yaml",
      "  gateway policy replay audit/audit-00000007.jsonl.gz --config gateway.yaml --policy new.yaml"
          + " --fail-on any"
    })
final class PolicyReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "<trail>",
      description = "Directories of trails, or files; those that end in .gz are unpacked.")
  private List<Path> files = List.of();

  @Option(
      names = "--config",
      required = true,
      paramLabel = "<gateway.yaml>",
      description = "The configuration to ask, with its routes and policies.")
  private Path config = Path.of("gateway.yaml");

  @Option(
      names = "--policy",
      paramLabel = "<policy.yaml>",
      description = "Ask this policy instead of that of the routes.")
  private @Nullable Path policy;

  @Option(names = "--route", paramLabel = "<path>", description = "Only records of this route.")
  private @Nullable String path;

  @Option(
      names = "--fail-on",
      paramLabel = "<difference>",
      description = "What ends it with 1: denied (default), any, or none.")
  private FailOn failOn = FailOn.denied;

  @Option(
      names = "--all",
      description = "Also what would be the same by another rule, and what depends on arguments.")
  private boolean all;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  /** In the words of the option. */
  @SuppressWarnings("MemberName")
  enum FailOn {
    denied,
    any,
    none
  }

  PolicyReplayCommand() {}

  @Override
  public Integer call() throws ConfigException, IOException {
    Map<String, RuledRoute> routes = routes();
    if (path != null && !routes.containsKey(path)) {
      throw new ParameterException(
          spec.commandLine(),
          "--route: " + path + " (expected: one of " + String.join(", ", routes.keySet()) + ")");
    }
    Replay replay = new Replay(each -> path == null || path.equals(each) ? routes.get(each) : null);
    AuditReader reader = new AuditReader(replay::add);
    for (Path file : files()) {
      try {
        reader.read(file);
      } catch (IOException unreadable) {
        throw new IOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
      }
    }
    AuditReader.Counts counts = reader.counts();
    counts.complaints().forEach(spec.commandLine().getErr()::println);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(replay, counts).toPrettyString());
    } else {
      print(replay, counts, out);
    }
    long denied = replay.count(Replay.Kind.NOW_DENIED);
    long permitted = replay.count(Replay.Kind.NOW_PERMITTED);
    boolean fails =
        switch (failOn) {
          case denied -> denied > 0;
          case any -> denied + permitted > 0;
          case none -> false;
        };
    return fails ? ExitCode.FAILED : ExitCode.OK;
  }

  private List<Path> files() throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path each : files) {
      if (Files.isDirectory(each)) {
        SegmentFile.in(each).forEach(segment -> all.add(segment.path()));
      } else {
        all.add(each);
      }
    }
    return all;
  }

  private Map<String, RuledRoute> routes() throws ConfigException {
    LoadedConfig loaded = PolicySources.config(config);
    PolicyFile instead = policy == null ? null : PolicySources.file(policy);
    Map<String, RuledRoute> routes = new HashMap<>();
    for (RouteConfig route : loaded.gateway().routes()) {
      PolicySpec asked = instead == null ? loaded.policy(route) : instead.spec();
      routes.put(route.path(), RuledRoute.of(loaded, route, asked));
    }
    return routes;
  }

  private void print(Replay replay, AuditReader.Counts counts, PrintWriter out) {
    Replay.Kind kind = null;
    for (Replay.Group group : replay.groups()) {
      Replay.Difference each = group.difference();
      if (!all && !each.kind().matters()) {
        continue;
      }
      if (each.kind() != kind) {
        kind = each.kind();
        out.println(kind.words() + ": " + replay.count(kind));
      }
      out.println(
          "  "
              + group.count()
              + "  "
              + each.route()
              + "  "
              + each.who()
              + "  "
              + each.target()
              + "  "
              + each.was()
              + "  ->  "
              + each.wouldBe());
    }
    out.println(
        counts.records()
            + " records of exchanges: "
            + replay.same()
            + " the same, "
            + replay.count(Replay.Kind.NOW_DENIED)
            + " would be denied, "
            + replay.count(Replay.Kind.NOW_PERMITTED)
            + " would be permitted, "
            + replay.count(Replay.Kind.OBSERVED)
            + " with other observations, "
            + replay.count(Replay.Kind.ANOTHER_RULE)
            + " by another rule, "
            + replay.count(Replay.Kind.DEPENDS)
            + " depend on what no record says, "
            + counts.undecided()
            + " that policy did not decide");
    if (replay.elsewhere() > 0) {
      out.println(replay.elsewhere() + " of other routes: " + replay.strangers());
    }
    if (counts.redacted() > 0) {
      out.println(
          counts.redacted()
              + " of them cannot be asked about again: what they name held a value that records"
              + " leave out");
    }
    if (counts.unreadable() > 0) {
      out.println(counts.unreadable() + " lines are no records");
    }
    if (counts.gaps() > 0) {
      out.println(counts.gaps() + " gaps: times when refusals could not be recorded");
    }
  }

  private static ObjectNode json(Replay replay, AuditReader.Counts counts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("records", counts.records())
        .put("same", replay.same())
        .put("undecided", counts.undecided())
        .put("redacted", counts.redacted())
        .put("elsewhere", replay.elsewhere())
        .put("unreadable", counts.unreadable())
        .put("gaps", counts.gaps());
    ObjectNode kinds = json.putObject("counts");
    for (Replay.Kind kind : Replay.Kind.values()) {
      kinds.put(kind.member(), replay.count(kind));
    }
    ArrayNode differences = json.putArray("differences");
    for (Replay.Group group : replay.groups()) {
      Replay.Difference each = group.difference();
      differences
          .addObject()
          .put("kind", each.kind().member())
          .put("count", group.count())
          .put("route", each.route())
          .put("principal", each.who())
          .put("target", each.target())
          .put("was", each.was())
          .put("wouldBe", each.wouldBe());
    }
    return json;
  }
}
