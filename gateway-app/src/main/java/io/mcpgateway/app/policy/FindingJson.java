package io.mcpgateway.app.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.core.config.Problem;
import io.mcpgateway.policy.lint.Finding;
import java.util.Locale;

/** Findings and mistakes as JSON. */
public final class FindingJson {
  private FindingJson() {}

  public static ObjectNode of(Finding finding) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("weight", finding.weight().name().toLowerCase(Locale.ROOT));
    json.put("kind", finding.kind());
    if (finding.source().file() != null) {
      json.put("file", finding.source().file()).put("line", finding.source().line());
    }
    return json.put("text", finding.text());
  }

  public static ObjectNode of(Problem problem) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("file", problem.file())
        .put("line", problem.line())
        .put("key", problem.key())
        .put("value", problem.value())
        .put("expected", problem.expected());
  }
}
