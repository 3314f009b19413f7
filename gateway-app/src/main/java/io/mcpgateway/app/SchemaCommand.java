package io.mcpgateway.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway schema}. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = {
      "Print the JSON Schema of a policy file or of gateway.yaml, for editors, or of an audit",
      "record, for whoever reads them.",
      "With it in policy.schema.json, the first line of a policy file can be",
      "  # yaml-language-server: $$schema=policy.schema.json"
    })
final class SchemaCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<policy|gateway|audit>", description = "Of what.")
  private Kind kind = Kind.policy;

  /** Spelt as on the command line. */
  enum Kind {
    policy,
    gateway,
    audit
  }

  SchemaCommand() {}

  @Override
  public void run() {
    String resource = "/schema/" + kind + ".schema.json";
    try (InputStream schema = SchemaCommand.class.getResourceAsStream(resource)) {
      if (schema == null) {
        throw new IllegalStateException(resource + ": not in the jar");
      }
      spec.commandLine().getOut().print(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
      spec.commandLine().getOut().flush();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
