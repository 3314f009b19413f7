package io.mcpgateway.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gateway mask}. */
@Command(
    name = "mask",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    description = "Try what masks find, and what they make of it.",
    footer = {
      "",
      "Example:",
      "  echo 'card 4111 1111 1111 1111' | gateway mask try policy.yaml --role sales",
      "  gateway mask detectors"
    },
    subcommands = {MaskTryCommand.class, MaskDetectorsCommand.class})
final class MaskCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  MaskCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
