package io.mcpgateway.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gateway token}. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look into access tokens.",
    subcommands = TokenExplainCommand.class)
final class TokenCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  TokenCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
