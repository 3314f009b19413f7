package io.mcpgateway.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gateway policy}. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    description = {
      "Check, test and explain policies, and see what a change would change, before it does.",
      "Every answer comes from the decisions that the gateway makes."
    },
    footer = {
      "",
      "Example:",
      "  gateway policy check --config gateway.yaml",
      "  gateway policy test policy-test.yaml",
      "  gateway policy replay audit/ --config new-gateway.yaml"
    },
    subcommands = {
      PolicyCheckCommand.class,
      PolicyTestCommand.class,
      PolicyExplainCommand.class,
      PolicyReplayCommand.class,
      PolicyDiffCommand.class
    })
final class PolicyCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  PolicyCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
