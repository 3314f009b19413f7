package io.mcpgateway.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gateway api-key create}. */
@Command(
    name = "api-key",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Make API keys for callers without OAuth.")
final class ApiKeyCommand implements Runnable {
  /** So that whoever finds one knows what it is, and secret scanners do, too. */
  private static final String PREFIX = "mgk_";

  private static final int RANDOM_BYTES = 32;

  @Spec private CommandSpec spec = CommandSpec.create();

  ApiKeyCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = {
        "Print a new key, once, and the line that stands for it in the configuration.",
        "The key goes to standard output; give it to the caller, and nobody else. The line goes to"
            + " standard error: the configuration needs no more than the hash."
      })
  int create() throws NoSuchAlgorithmException {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    String hash =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(key.getBytes(StandardCharsets.US_ASCII)));
    spec.commandLine().getOut().println(key);
    PrintWriter err = spec.commandLine().getErr();
    err.println("sha256: " + hash);
    return ExitCode.OK;
  }
}
