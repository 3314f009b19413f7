package io.mcpgateway.app;

import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.UpstreamConfig;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.policy.pin.Finding;
import io.mcpgateway.policy.pin.PinnedTool;
import io.mcpgateway.policy.pin.ToolPins;
import io.mcpgateway.policy.pin.ToolReview;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway pin}. */
@Command(
    name = "pin",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Write down the tools of an upstream as they are now, to be reviewed and committed.",
      "Says first what is different from what is pinned already. With --check it only says that:"
          + " exit code 0 if nothing is, 1 if something is."
    })
final class PinCommand implements Callable<Integer> {
  private static final int MAX_TOKEN = 64 * 1024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      required = true,
      paramLabel = "<gateway.yaml>",
      description = "The configuration with the upstream.")
  private Path config = Path.of("gateway.yaml");

  @Option(
      names = "--upstream",
      required = true,
      paramLabel = "<name>",
      description = "The upstream.")
  private String upstream = "";

  @Option(
      names = "--token-file",
      paramLabel = "<file>",
      description = "A caller's token, if the upstream's credential is made of it.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--out",
      paramLabel = "<file>",
      description = "The lock file, if it is not the one that the upstream names as its pins.")
  private @Nullable Path out;

  @Option(names = "--check", description = "Write nothing.")
  private boolean check;

  PinCommand() {}

  @Override
  public Integer call() throws ConfigException, IOException, StartException {
    LoadedConfig loaded = new ConfigLoader(config, System::getenv, true).load();
    UpstreamConfig named = named(loaded);
    Path file = out;
    if (file == null) {
      file = named.tools() == null ? null : named.tools().pins();
    }
    if (file == null && !check) {
      throw wrong("--out: (expected: a file, since the upstream names no pins)");
    }
    List<ToolDefinition> tools = LiveTools.of(named, token());
    ToolPins pins = named.tools() == null ? null : named.tools().rules().pins();
    List<Finding> findings = ToolReview.compare(pins, tools);
    PrintWriter print = spec.commandLine().getOut();
    for (Finding finding : findings) {
      print.println(Finding.shown(finding.tool()) + ": " + finding.text());
    }
    if (check || file == null) {
      print.println(
          findings.isEmpty()
              ? tools.size() + " tools, all as they were reviewed"
              : "not as reviewed");
      return findings.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
    List<PinnedTool> pinned = tools.stream().map(tool -> PinnedTool.of(tool.json())).toList();
    write(file, ToolPins.of(pinned).text(upstream));
    print.println(file + ": " + tools.size() + " tools");
    return ExitCode.OK;
  }

  private UpstreamConfig named(LoadedConfig loaded) {
    return loaded.gateway().upstreams().stream()
        .filter(each -> each.name().equals(upstream))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "--upstream: "
                        + upstream
                        + " (expected: one of "
                        + loaded.gateway().upstreams().stream()
                            .map(UpstreamConfig::name)
                            .collect(Collectors.joining(", "))
                        + ")"));
  }

  private @Nullable String token() throws IOException {
    Path file = tokenFile;
    if (file == null) {
      return null;
    }
    if (Files.size(file) > MAX_TOKEN) {
      throw new IOException(file + " is larger than " + MAX_TOKEN + " bytes");
    }
    String token = Files.readString(file).strip();
    if (token.isEmpty()) {
      throw wrong("--token-file: " + file + " is empty (expected: a token)");
    }
    return token;
  }

  /** Whoever reads it sees the old file or the new one. */
  private static void write(Path file, String text) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path directory = absolute.getParent();
    Path written = Files.createTempFile(directory, "pins-", ".tmp");
    try {
      Files.writeString(written, text);
      try {
        Files.move(written, absolute, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException unsupported) {
        Files.move(written, absolute, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
