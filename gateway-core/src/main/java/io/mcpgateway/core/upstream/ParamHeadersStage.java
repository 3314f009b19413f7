package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpHeaders;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a modern tool call whose {@code Mcp-Param} headers do not say what its arguments say (MCP
 * 2026-07-28, streamable HTTP, server validation): somebody on the way may have decided by the
 * header what the upstream does by the body. What the gateway itself changed of the arguments gets
 * headers that say so.
 *
 * <p>Which parameters have a header is known from the upstream's list of tools, asked for with the
 * exchange's credential; so this stage comes after the one that brings it. Where the list cannot be
 * had, or does not have the tool, the check is left to the upstream.
 */
public final class ParamHeadersStage implements Stage {
  private final UpstreamEdge edge;

  public ParamHeadersStage(UpstreamEdge edge) {
    this.edge = edge;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    if (exchange.client().era() != Era.MODERN
        || exchange.target().method() != McpMethod.TOOLS_CALL
        || !(exchange.operation() instanceof Operation.Send(JsonRpcMessage message))) {
      return new Verdict.Continue(exchange);
    }
    ToolCatalog.Snapshot known = edge.knownTools(exchange, upstreamName(message));
    return known != null
        ? judge(exchange, message, known)
        : new Verdict.Await(
            edge.loadTools(exchange).thenApply(loaded -> judge(exchange, message, loaded)));
  }

  private Verdict judge(Exchange exchange, JsonRpcMessage call, ToolCatalog.Snapshot known) {
    ToolCatalog.Entry tool = known.tool(upstreamName(call));
    if (tool == null) {
      edge.stats().uncheckedParams.increment();
      return new Verdict.Continue(exchange);
    }
    JsonRpcMessage said = Objects.requireNonNullElse(exchange.said(), call);
    for (ParamHeader header : tool.headers()) {
      String problem = problem(header, said, exchange.client().headers().all(header.header()));
      if (problem != null) {
        return new Verdict.Refuse(new Refusal.HeaderMismatch(header.header() + " " + problem));
      }
    }
    Map<String, List<String>> changed = changed(tool.headers(), said, call);
    return new Verdict.Continue(
        changed.isEmpty()
            ? exchange
            : exchange.with(
                exchange.client().with(new ChangedHeaders(exchange.client().headers(), changed))));
  }

  /** The headers whose arguments are not what the client said; empty where there is none now. */
  private static Map<String, List<String>> changed(
      List<ParamHeader> headers, JsonRpcMessage said, JsonRpcMessage call) {
    if (said.equals(call)) {
      return Map.of();
    }
    Map<String, List<String>> changed = new HashMap<>();
    for (ParamHeader header : headers) {
      Span before = argument(said, header.path());
      Span now = argument(call, header.path());
      if (now == null
          ? before != null
          : before == null || !before.text(said.bytes()).equals(now.text(call.bytes()))) {
        changed.put(header.header(), now == null ? List.of() : values(call.bytes(), now));
      }
    }
    return changed;
  }

  private static List<String> values(byte[] bytes, Span span) {
    return switch (bytes[span.start()]) {
      case '"' -> List.of(McpHeaders.encode(Json.string(bytes, span)));
      case 'n', '{', '[' -> List.of();
      default -> List.of(span.text(bytes));
    };
  }

  /** As the message says that goes on: a stage may have rewritten it. */
  private static String upstreamName(JsonRpcMessage call) {
    String name = call.params().string("name");
    return name == null ? "" : name;
  }

  private static @Nullable String problem(
      ParamHeader header, JsonRpcMessage call, List<String> values) {
    Span span = argument(call, header.path());
    byte first = span == null ? (byte) 'n' : call.bytes()[span.start()];
    if (span == null || first == 'n' || first == '{' || first == '[') {
      // No value, so no header is expected; and what is no primitive can stand in none.
      return null;
    }
    if (values.isEmpty()) {
      return "is missing";
    }
    String value = values.size() == 1 && isPrintable(values.getFirst()) ? values.getFirst() : null;
    String decoded = value == null ? null : McpHeaders.decode(value);
    if (decoded == null) {
      return "is badly encoded";
    }
    boolean same =
        first == '"'
            ? decoded.equals(Json.string(call.bytes(), span))
            : isSame(decoded, span.text(call.bytes()));
    return same ? null : "does not match the argument";
  }

  private static @Nullable Span argument(JsonRpcMessage call, List<String> path) {
    JsonObject object = call.params().object("arguments");
    for (int i = 0; object != null && i < path.size() - 1; i++) {
      object = object.object(path.get(i));
    }
    return object == null ? null : object.span(path.getLast());
  }

  private static boolean isPrintable(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 0x20 && c != '\t') || c > 0x7E) {
        return false;
      }
    }
    return true;
  }

  /** Booleans and numbers; integers are compared as numbers, so that 42.0 is 42. */
  private static boolean isSame(String header, String json) {
    if (header.equals(json)) {
      return true;
    }
    Long number = integer(header);
    return number != null && Objects.equals(number, integer(json));
  }

  /** The number if it is an integer of at most 16 digits, perhaps written with {@code .0}. */
  private static @Nullable Long integer(String text) {
    int from = text.startsWith("-") ? 1 : 0;
    int dot = text.indexOf('.');
    int to = dot < 0 ? text.length() : dot;
    if (to - from < 1 || to - from > 16 || dot == text.length() - 1) {
      return null;
    }
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (i != dot && (c < '0' || c > '9' || (dot >= 0 && i > dot && c != '0'))) {
        return null;
      }
    }
    return Long.valueOf(text.substring(0, to));
  }
}
