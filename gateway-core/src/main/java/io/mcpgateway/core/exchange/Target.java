package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange acts on.
 *
 * @param method the method, or null if the operation is no method of MCP (a GET stream, a DELETE, a
 *     posted response, a method that only a policy may know)
 * @param primitive the kind of thing, or null if the method acts on nothing
 * @param name the tool's or prompt's name, the resource's URI, the task's id; empty if nothing
 */
public record Target(
    @Nullable McpMethod method, McpMethod.@Nullable Primitive primitive, String name) {
  private static final Target NONE = new Target(null, null, "");

  /** No method at all. */
  public static Target none() {
    return NONE;
  }

  /** What {@code message}, a {@code method}, acts on, read from its {@code params}. */
  public static Target of(McpMethod method, JsonRpcMessage message) {
    String member = method.targetMember();
    if (member != null) {
      String name = message.params().string(member);
      return new Target(method, method.primitive(), name == null ? "" : name);
    }
    if (method == McpMethod.COMPLETE) {
      return completed(message.params().object("ref"));
    }
    return new Target(method, method.primitive(), "");
  }

  private static Target completed(@Nullable JsonObject ref) {
    String uri = ref == null ? null : ref.string("uri");
    if (uri != null) {
      return new Target(McpMethod.COMPLETE, McpMethod.Primitive.RESOURCE, uri);
    }
    String name = ref == null ? null : ref.string("name");
    return new Target(McpMethod.COMPLETE, McpMethod.Primitive.PROMPT, name == null ? "" : name);
  }
}
