package io.mcpgateway.policy.curate;

import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.model.CurationSpec;
import io.mcpgateway.policy.model.CurationSpec.Argument;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has to be changed in a call of one tool. */
final class CuratedCall {
  private CuratedCall() {}

  /**
   * What becomes of a call; both null if nothing has to be changed.
   *
   * @param message what the upstream gets instead
   * @param problem why it cannot be rewritten
   */
  record Rewriting(@Nullable JsonRpcMessage message, @Nullable String problem) {}

  static Rewriting rewrite(JsonRpcMessage call, CurationSpec.Tool tool) {
    Edits edits = new Edits();
    if (!edit(call, tool, edits)) {
      return new Rewriting(null, "arguments: expected an object");
    }
    if (edits.isEmpty()) {
      return new Rewriting(null, null);
    }
    try {
      return new Rewriting(MessageScanner.scan(edits.applyTo(call.bytes())), null);
    } catch (MalformedMessageException both) {
      // The client's arguments have one that looks like one of the gateway's.
      return new Rewriting(null, both.problem());
    }
  }

  /** False if the call has arguments that none can be added to. */
  private static boolean edit(JsonRpcMessage call, CurationSpec.Tool tool, Edits edits) {
    Span name = call.params().span("name");
    if (name == null) {
      throw new IllegalStateException("a call without a name has reached " + tool.tool());
    }
    if (tool.isRenamed()) {
      edits.replace(name, Json.quote(tool.tool()));
    }
    return tool.arguments().isEmpty() || editArguments(call, name, tool.arguments(), edits);
  }

  private static boolean editArguments(
      JsonRpcMessage call, Span name, Map<String, Argument> given, Edits edits) {
    byte[] bytes = call.bytes();
    Span arguments = call.params().span("arguments");
    if (arguments == null) {
      edits.insert(name.end(), "," + Members.member("arguments", Members.object(given)));
      return true;
    }
    if (bytes[arguments.start()] == 'n') {
      edits.replace(arguments, Members.object(given));
      return true;
    }
    if (bytes[arguments.start()] != '{') {
      return false;
    }
    JsonObject said = JsonObject.at(bytes, arguments);
    StringBuilder added = new StringBuilder();
    for (Map.Entry<String, Argument> each : given.entrySet()) {
      Span value = said.span(each.getKey());
      if (value == null) {
        added.append(added.isEmpty() ? "" : ",");
        added.append(Members.member(each.getKey(), each.getValue().json()));
      } else if (each.getValue() instanceof Argument.Fixed(String json)) {
        edits.replace(value, json);
      }
    }
    if (!added.isEmpty()) {
      edits.insert(arguments.start() + 1, said.size() == 0 ? added.toString() : added + ",");
    }
    return true;
  }
}
