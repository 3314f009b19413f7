package io.mcpgateway.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.app.admin.AdminClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway revocations list|lift}. */
@Command(
    name = "revocations",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "See and lift what was revoked, on a gateway that runs.")
final class RevocationsCommand implements Runnable {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  RevocationsCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "What is in force, one line each, the oldest first.")
  int list(
      @Mixin AdminOptions admin,
      @Option(names = "--json", description = "As the gateway says it.") boolean json)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (AdminClient client = admin.client()) {
      AdminClient.Reply reply = client.send("GET", "/revocations", null);
      if (!reply.good()) {
        return RevocationLines.refused(reply, spec.commandLine().getErr());
      }
      if (json) {
        out.println(reply.body().strip());
      } else {
        for (JsonNode each : JSON.readTree(reply.body())) {
          out.println(RevocationLines.of(each));
        }
      }
    }
    return ExitCode.OK;
  }

  @Command(
      name = "lift",
      mixinStandardHelpOptions = true,
      description = "Permit again what one revocation took back.")
  int lift(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "<id>", description = "As list shows it.") String id)
      throws IOException, InterruptedException {
    String segment = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    try (AdminClient client = admin.client()) {
      AdminClient.Reply reply = client.send("DELETE", "/revocations/" + segment, null);
      if (!reply.good()) {
        return RevocationLines.refused(reply, spec.commandLine().getErr());
      }
      JsonNode answer = JSON.readTree(reply.body());
      spec.commandLine()
          .getOut()
          .println("lifted: " + RevocationLines.of(answer.path("revocation")));
      RevocationLines.warnUnlessKept(answer, spec.commandLine().getErr());
    }
    return ExitCode.OK;
  }
}
