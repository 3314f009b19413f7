package io.mcpgateway.app;

import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.demo.DemoCommand;
import io.mcpgateway.app.demo.RunningGateway;
import io.mcpgateway.app.log.GatewayLog;
import io.mcpgateway.app.log.LogRedaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The program: {@code gateway
 * run|check|pin|revoke|revocations|token|policy|mask|audit|api-key|schema|version|demo}.
 */
@Command(
    name = "gateway",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    description = {
      "A governed, streaming reverse proxy for MCP servers.",
      "",
      "It stands in front of the MCP servers that you have, and gives each an endpoint that knows"
          + " its callers, permits what your policy permits, hides and masks the rest, and writes"
          + " down what happened. Clients and servers stay as they are.",
      ""
    },
    commandListHeading = "Commands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or ended by SIGTERM after draining",
      "1:failed while running",
      "2:wrong usage",
      "3:the configuration has mistakes; each is printed",
      "4:cannot start: an address in use, a certificate or audit trail that cannot be used"
    },
    footer = {
      "",
      "First steps:",
      "  gateway demo",
      "      shows what it does, with nothing to set up",
      "  gateway check examples/minimal/gateway.yaml",
      "      says what is wrong with a configuration",
      "  gateway run examples/minimal/gateway.yaml",
      "      serves it until Ctrl-C or SIGTERM",
      "  curl http://127.0.0.1:9090/readyz",
      "      is it ready? /metrics and /config are there, too",
      "",
      "A changed configuration is picked up by itself (or by SIGHUP); one with mistakes is not, and"
          + " the log says why."
    },
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      PinCommand.class,
      RevokeCommand.class,
      RevocationsCommand.class,
      TokenCommand.class,
      PolicyCommand.class,
      MaskCommand.class,
      AuditCommand.class,
      ApiKeyCommand.class,
      SchemaCommand.class,
      VersionCommand.class,
      WarmCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  /** Picocli fills in the rest. */
  Main() {
    spec = CommandSpec.create();
  }

  static void main(String[] arguments) {
    GatewayLog.takeOver();
    // What masks leave is to be the same bytes, wherever that is.
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    System.exit(commandLine().setOut(out).execute(arguments));
  }

  /** The command line as {@code main} uses it. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .addSubcommand(new DemoCommand(Main::startForDemo))
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(Main::explain)
        .setParameterExceptionHandler(Main::explainUsage);
  }

  private static RunningGateway startForDemo(Path configuration)
      throws ConfigException, StartException {
    return Gateway.start(configuration, System::getenv)::close;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    return switch (failure) {
      case ConfigException wrong -> {
        wrong.problems().forEach(err::println);
        yield ExitCode.WRONG_CONFIGURATION;
      }
      case StartException cannot -> {
        err.println("cannot start: " + cannot.getMessage());
        yield ExitCode.CANNOT_START;
      }
      case IOException unreachable -> {
        err.println(unreachable.getMessage());
        yield ExitCode.FAILED;
      }
      default -> {
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        err.println(LogRedaction.of(stack.toString()));
        yield ExitCode.FAILED;
      }
    };
  }

  private static int explainUsage(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    command.getErr().println(wrong.getMessage());
    command.getErr().println("Try: gateway --help");
    return ExitCode.WRONG_USAGE;
  }
}
