package io.mcpgateway.core.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.MessageScanner;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Exchanges for tests. */
final class Exchanges {
  static final Principal ALICE =
      new Principal.Authenticated(
          "https://idp.test",
          "alice",
          "agent",
          List.of(),
          null,
          Set.of("sales"),
          Set.of(),
          null,
          Instant.MAX);

  private Exchanges() {}

  /** A call of {@code tool} on {@code path} that nobody has decided yet. */
  static Exchange call(String path, String tool) {
    JsonRpcMessage message =
        message(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\""
                + tool
                + "\"}}");
    Target target = new Target(McpMethod.TOOLS_CALL, McpMethod.Primitive.TOOL, tool);
    return Exchange.received(
        new Arrival(
            "x1", Instant.EPOCH, System.nanoTime(), "l", "p", "HTTP/1.1", "POST", path, null),
        new Route(path, URI.create("https://gw.test" + path), "crm", Set.of(), 1000, "c1", "p1"),
        new ClientHop(Era.LEGACY, "2025-11-25", null, new NoHeaders(), new Session.None()),
        new Operation.Send(message),
        target);
  }

  static Exchange call() {
    return call("/crm/mcp", "search");
  }

  static JsonRpcMessage message(String json) {
    try {
      return MessageScanner.scan(json.getBytes(UTF_8));
    } catch (MalformedMessageException malformed) {
      throw new IllegalArgumentException(json, malformed);
    }
  }

  private record NoHeaders() implements RequestHeaders {
    @Override
    public @Nullable String first(String name) {
      return null;
    }

    @Override
    public List<String> all(String name) {
      return List.of();
    }

    @Override
    public List<Map.Entry<String, String>> startingWith(String prefix) {
      return List.of();
    }
  }
}
