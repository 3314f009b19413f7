package io.mcpgateway.app;

import io.mcpgateway.app.audit.verify.TrailVerification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway audit verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says whether an audit trail is whole and as the gateway wrote it.",
      "Names the first record that is not: edited, inserted, moved, repeated, missing, cut off, not"
          + " signed as it should be. Needs no gateway and no configuration.",
      "Exit code 1 if something is wrong."
    },
    footer = {
      "",
      "Examples:",
      "  gateway audit verify audit/ --public-key audit-key.pub.pem",
      "  gateway audit verify audit/ --public-key audit-key.pub.pem --checkpoints copy.jsonl",
      "  gateway audit verify audit-00000007.jsonl.gz audit-00000008.jsonl"
    })
final class AuditVerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private TrailFiles trail = new TrailFiles();

  @Option(
      names = "--public-key",
      paramLabel = "<key.pem>",
      description = {
        "Whose signatures count; again for each key that there was.",
        "Without, those of the keys that the trail itself names."
      })
  private List<Path> keys = List.of();

  @Option(
      names = "--checkpoints",
      paramLabel = "<copy.jsonl>",
      description = "Copies of checkpoints: what is cut off the end is found with them.")
  private @Nullable Path copy;

  AuditVerifyCommand() {}

  @Override
  public Integer call() throws IOException {
    List<PublicKey> trusted = new ArrayList<>();
    for (Path key : keys) {
      trusted.add(TrailVerification.trustedKey(key));
    }
    TrailVerification.Result result =
        TrailVerification.verify(trail.segments(), trusted, trail.isWhole(), copy);
    PrintWriter out = spec.commandLine().getOut();
    result.findings().forEach(out::println);
    out.println(
        (result.findings().isEmpty() ? "whole: " : "NOT as written: ")
            + result.segments()
            + " segments, "
            + result.records()
            + " records, "
            + result.checkpoints()
            + " signatures");
    if (!result.isSealed()) {
      out.println(
          "the end is open: a gateway writes to it, or did not end in order; nothing signs the last "
              + result.unsigned()
              + " records"
              + (copy == null ? ", and only --checkpoints tells whether more were cut off" : ""));
    }
    if (trusted.isEmpty()) {
      out.println(
          "signatures were checked with the keys that the trail names: --public-key says which to"
              + " trust");
    }
    return result.findings().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }
}
