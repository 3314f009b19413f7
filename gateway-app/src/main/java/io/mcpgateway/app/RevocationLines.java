package io.mcpgateway.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.admin.AdminClient;
import java.io.PrintWriter;
import java.util.Map;

/** What the admin listener says of revocations, as lines for people. */
final class RevocationLines {
  private RevocationLines() {}

  static String of(JsonNode revocation) {
    StringBuilder line = new StringBuilder(revocation.path("id").asText());
    for (Map.Entry<String, JsonNode> term : revocation.path("terms").properties()) {
      line.append(' ').append(term.getKey()).append('=').append(term.getValue().asText());
    }
    return line.append(" until ")
        .append(revocation.path("expires").asText("lifted"))
        .append(", by ")
        .append(revocation.path("by").asText())
        .append(": ")
        .append(revocation.path("reason").asText())
        .toString();
  }

  static void warnUnlessKept(JsonNode answer, PrintWriter err) {
    if (!answer.path("kept").asBoolean()) {
      err.println(
          "warning: it counts now, but could not be kept yet: a restart before the log says that"
              + " it was kept would forget it");
    }
  }

  /** Says what the gateway said. */
  static int refused(AdminClient.Reply reply, PrintWriter err) {
    err.println("the gateway refused (" + reply.status() + "): " + reply.body().strip());
    if (reply.status() == 401) {
      err.println("Try: --token-file, or the variable MCPGATEWAY_ADMIN_TOKEN");
    }
    return ExitCode.FAILED;
  }
}
