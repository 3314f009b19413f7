package io.mcpgateway.app;

import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Say everything that is wrong with a configuration.",
      "Each mistake is one line: file:line: key: value (expected: ...)",
      "Exit code 0 if nothing is, 3 otherwise. Opens no address and asks nobody."
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<gateway.yaml>", description = "The configuration to check.")
  private Path file = Path.of("gateway.yaml");

  CheckCommand() {}

  @Override
  public Integer call() throws ConfigException {
    LoadedConfig loaded = new ConfigLoader(file, System::getenv).load();
    PrintWriter out = spec.commandLine().getOut();
    out.println(file + ": good, version " + loaded.version());
    for (RouteConfig route : loaded.gateway().routes()) {
      out.println("  " + RouteLine.of(route));
    }
    return ExitCode.OK;
  }
}
