package io.mcpgateway.app.demo;

import java.io.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "See the gateway at work, with nothing to install or configure.",
      "Starts a small CRM, an issuer of tokens and the gateway in front of both, and walks through"
          + " what two agents may see and do. Then everything stays up for you to try."
    })
public final class DemoCommand implements Callable<Integer> {
  /** What {@code logback.xml} reads. */
  private static final String LOG_LEVEL = "gateway.log.level";

  private final RunningGateway.Starter starter;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--once",
      description = "End after the walk: 0 if every step was as it should be, else 1.")
  private boolean once;

  @Option(names = "--no-color", description = "Plain text, also on a terminal.")
  private boolean plain;

  /**
   * @param starter starts the gateway that is shown
   */
  public DemoCommand(RunningGateway.Starter starter) {
    this.starter = starter;
  }

  /**
   * The screen is for the walk: what the log would say besides is shown only if it is a problem.
   */
  private static void quiet() {
    // Read once, when the first logger is made; what the user asked for stays.
    if (System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "WARN");
    }
  }

  @Override
  @SuppressWarnings("SystemConsoleNull") // The Javadoc still allows null.
  public Integer call() throws Exception {
    quiet();
    Console console = System.console();
    boolean terminal = console != null && console.isTerminal();
    boolean colored = terminal && !plain && System.getenv("NO_COLOR") == null;
    Screen screen = new Screen(spec.commandLine().getOut(), colored);
    Runnable pause =
        console == null || !terminal || once
            ? () -> {}
            : () -> console.readLine("%n  Enter: next ");
    return new Demo(screen, starter, once, pause).run() ? 0 : 1;
  }
}
