package io.mcpgateway.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.app.admin.AdminClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway revoke}. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Stop somebody or something now, on a gateway that runs.",
      "What is given must all hold: --tool refund --upstream crm closes one tool of one upstream,"
          + " --subject alice --route /crm/mcp keeps alice away from one route. It counts for new"
          + " requests at once and for open streams within a second. Exit code 0 if it is in force."
    })
final class RevokeCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(exclusive = false, multiplicity = "1")
  private What what = new What();

  @ArgGroup(multiplicity = "1")
  private End end = new End();

  @Option(names = "--reason", required = true, description = "Why, for those who come later.")
  private String reason = "";

  @Mixin private AdminOptions admin = new AdminOptions();

  /** Whom and what it concerns. */
  private static final class What {
    @Option(names = "--subject", description = "The sub of the caller's token.")
    private @Nullable String subject;

    @Option(names = "--issuer", description = "The iss of the caller's token.")
    private @Nullable String issuer;

    @Option(names = "--client-id", description = "The OAuth client.")
    private @Nullable String clientId;

    @Option(names = "--token-id", description = "The jti of one token, or an API key's id.")
    private @Nullable String tokenId;

    @Option(names = "--session", description = "The label of a session, as audit records show it.")
    private @Nullable String session;

    @Option(names = "--route", description = "The path of a route.")
    private @Nullable String route;

    @Option(names = "--upstream", description = "The name of an upstream.")
    private @Nullable String upstream;

    @Option(names = "--tool", description = "The name of a tool.")
    private @Nullable String tool;

    ObjectNode json() {
      ObjectNode terms = JSON.createObjectNode();
      put(terms, "subject", subject);
      put(terms, "issuer", issuer);
      put(terms, "clientId", clientId);
      put(terms, "tokenId", tokenId);
      put(terms, "session", session);
      put(terms, "route", route);
      put(terms, "upstream", upstream);
      put(terms, "tool", tool);
      return terms;
    }

    private static void put(ObjectNode terms, String name, @Nullable String value) {
      if (value != null) {
        terms.put(name, value);
      }
    }
  }

  /** When it ends. */
  private static final class End {
    @Option(
        names = "--expires-in",
        paramLabel = "<duration>",
        description = "When it ends by itself, such as 30m, 1h or 7d.")
    private @Nullable String expiresIn;

    @Option(names = "--permanent", description = "It stays until somebody lifts it.")
    private boolean permanent;
  }

  RevokeCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.set("terms", what.json());
    if (end.expiresIn == null) {
      body.put("permanent", end.permanent);
    } else {
      body.put("expiresIn", end.expiresIn);
    }
    body.put("reason", reason);
    PrintWriter err = spec.commandLine().getErr();
    try (AdminClient client = admin.client()) {
      AdminClient.Reply reply = client.send("POST", "/revocations", body.toString());
      if (!reply.good()) {
        return RevocationLines.refused(reply, err);
      }
      JsonNode answer = JSON.readTree(reply.body());
      spec.commandLine()
          .getOut()
          .println("revoked: " + RevocationLines.of(answer.path("revocation")));
      for (JsonNode warning : answer.path("warnings")) {
        err.println("warning: " + warning.asText());
      }
      RevocationLines.warnUnlessKept(answer, err);
    }
    return ExitCode.OK;
  }
}
