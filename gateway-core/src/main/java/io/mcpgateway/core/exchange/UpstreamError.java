package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.Span;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What an upstream says of its own success. */
final class UpstreamError {
  private static final byte[] IS_ERROR = "\"isError\"".getBytes(StandardCharsets.UTF_8);

  private UpstreamError() {}

  /** The error that the response tells, or null if it tells none. */
  static Outcome.@Nullable Result in(JsonRpcMessage.Response response, Exchange exchange) {
    Span result = response.result();
    if (result != null && isToolError(response.bytes(), result, exchange)) {
      return new Outcome.Result.Failed(0);
    }
    Span error = response.error();
    return error == null ? null : new Outcome.Result.Failed(code(response.bytes(), error));
  }

  /** A tool reports its own errors within its result (MCP 2026-07-28, tools, error handling). */
  private static boolean isToolError(byte[] bytes, Span result, Exchange exchange) {
    return exchange.target().method() == McpMethod.TOOLS_CALL
        && bytes[result.start()] == '{'
        && mentionsIsError(bytes, result)
        && "true".equals(JsonObject.at(bytes, result).raw("isError"));
  }

  /** Most results do not; their members need not be looked at. */
  private static boolean mentionsIsError(byte[] bytes, Span result) {
    int last = result.end() - IS_ERROR.length;
    for (int i = result.start(); i <= last; i++) {
      if (bytes[i] == '"'
          && Arrays.equals(bytes, i, i + IS_ERROR.length, IS_ERROR, 0, IS_ERROR.length)) {
        return true;
      }
    }
    return false;
  }

  private static int code(byte[] bytes, Span error) {
    String code = JsonObject.at(bytes, error).raw("code");
    try {
      return code == null ? 0 : Integer.parseInt(code);
    } catch (NumberFormatException notAnInteger) {
      return 0;
    }
  }
}
