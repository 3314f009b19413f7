package io.mcpgateway.app;

import io.mcpgateway.policy.detect.Kind;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gateway mask detectors}. */
@Command(
    name = "detectors",
    mixinStandardHelpOptions = true,
    description = "List what masks can detect: the words, and what each finds.")
final class MaskDetectorsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  MaskDetectorsCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (Kind kind : Kind.values()) {
      out.printf("%-16s %s%n", kind.word(), kind.description());
    }
    for (Kind.Group group : Kind.Group.values()) {
      if (group != Kind.Group.OTHER) {
        out.printf("%-16s %s%n", group.word(), "all of: " + group.words());
      }
    }
    out.printf("%-16s %s%n", "all", "everything above");
    out.flush();
    return ExitCode.OK;
  }
}
