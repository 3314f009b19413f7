package io.mcpgateway.policy.curate;

import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.policy.model.CurationSpec.Argument;
import java.util.Map;
import java.util.stream.Collectors;

/** Members of JSON objects, as text. */
final class Members {
  private Members() {}

  static String member(String name, String json) {
    return Json.quote(name) + ":" + json;
  }

  static String object(Map<String, Argument> arguments) {
    return arguments.entrySet().stream()
        .map(each -> member(each.getKey(), each.getValue().json()))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
