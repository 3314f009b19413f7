package io.mcpgateway.app;

import io.mcpgateway.app.config.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Serve a configuration until SIGTERM or Ctrl-C.",
      "Prints a line that begins with 'MCP Gateway ready' once clients can connect. SIGTERM drains"
          + " and ends with 0; a second one ends at once. SIGHUP reloads the configuration and"
          + " reopens the audit file."
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<gateway.yaml>", description = "The configuration to serve.")
  private Path file = Path.of("gateway.yaml");

  RunCommand() {}

  @Override
  public Integer call() throws ConfigException, StartException, InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    try (Gateway gateway = Gateway.start(file, System::getenv)) {
      Signals.onStop(
          () -> {
            if (stop.getCount() == 0) {
              Runtime.getRuntime().halt(ExitCode.FAILED);
            }
            stop.countDown();
          });
      Signals.onHangup(gateway::reload);
      PrintWriter out = spec.commandLine().getOut();
      out.println(gateway.readyLine());
      out.flush();
      stop.await();
    }
    return ExitCode.OK;
  }
}
