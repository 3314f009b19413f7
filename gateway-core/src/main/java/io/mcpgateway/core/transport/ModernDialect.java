package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyControl;
import io.mcpgateway.core.exchange.ReplyEvent;
import io.mcpgateway.core.exchange.RequestHeaders;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpHeaders;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.ProtocolVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clients of 2026-07-28 and later: every request carries its {@code _meta} envelope, headers mirror
 * the body and must agree with it, there are no sessions and no event ids, and a client that closes
 * its stream has cancelled (MCP 2026-07-28, basic, transports, streamable HTTP).
 */
final class ModernDialect implements ClientDialect {
  static final ModernDialect INSTANCE = new ModernDialect();

  private static final Session NO_SESSION = new Session.None();

  private ModernDialect() {}

  /** Whether {@code meta} claims a modern version and has all that such a claim needs. */
  static boolean isValidEnvelope(JsonObject meta) {
    String version = meta.string(McpHeaders.META_PROTOCOL_VERSION);
    return version != null
        && isModern(version)
        && meta.object(McpHeaders.META_CLIENT_CAPABILITIES) != null;
  }

  @Override
  public Era era() {
    return Era.MODERN;
  }

  @Override
  public Reading read(JsonRpcMessage message, @Nullable JsonObject meta, RequestHeaders headers) {
    if (message instanceof JsonRpcMessage.Response) {
      return refuse(new Refusal.InvalidMessage("a client sends requests and notifications only"));
    }
    Refusal refusal = envelopeProblem(message, meta, headers);
    if (refusal == null) {
      refusal = methodHeaderProblem(message, headers);
    }
    if (refusal != null) {
      return refuse(refusal);
    }
    String name = String.valueOf(message.method());
    McpMethod method = McpMethod.of(name, Era.MODERN).orElse(null);
    boolean notifies = message instanceof JsonRpcMessage.Notification;
    boolean fits =
        method == null
            ? McpMethod.isForeign(name)
            : notifies == (method.kind() == McpMethod.Kind.NOTIFICATION);
    if (!fits) {
      return refuse(new Refusal.UnknownMethod());
    }
    refusal = method == null ? null : nameProblem(method, message, headers);
    if (refusal != null) {
      return refuse(refusal);
    }
    return new Reading.Accepted(
        new ClientHop(
            Era.MODERN,
            headers.first(McpHeaders.PROTOCOL_VERSION),
            meta == null ? null : clientName(meta.object(McpHeaders.META_CLIENT_INFO)),
            headers,
            NO_SESSION),
        new Operation.Send(message),
        method == null ? Target.none() : Target.of(method, message));
  }

  static @Nullable String clientName(@Nullable JsonObject clientInfo) {
    return clientInfo == null ? null : clientInfo.string("name");
  }

  private static @Nullable Refusal envelopeProblem(
      JsonRpcMessage message, @Nullable JsonObject meta, RequestHeaders headers) {
    boolean claims = meta != null && meta.has(McpHeaders.META_PROTOCOL_VERSION);
    if (!claims && message instanceof JsonRpcMessage.Notification) {
      // The header alone makes it modern: an envelope is required of requests only.
      return severalProblem(headers.all(McpHeaders.PROTOCOL_VERSION), "MCP-Protocol-Version");
    }
    String version = meta == null ? null : meta.string(McpHeaders.META_PROTOCOL_VERSION);
    if (meta == null || version == null) {
      return new Refusal.InvalidParams(
          "_meta[\"" + McpHeaders.META_PROTOCOL_VERSION + "\"]: expected a string");
    }
    Refusal mismatch =
        mismatch(headers.all(McpHeaders.PROTOCOL_VERSION), "MCP-Protocol-Version", version);
    if (mismatch != null) {
      return mismatch;
    }
    if (!isModern(version)) {
      return new Refusal.UnsupportedVersion(version);
    }
    return message instanceof JsonRpcMessage.Request
            && meta.object(McpHeaders.META_CLIENT_CAPABILITIES) == null
        ? new Refusal.InvalidParams(
            "_meta[\"" + McpHeaders.META_CLIENT_CAPABILITIES + "\"]: expected an object")
        : null;
  }

  private static @Nullable Refusal methodHeaderProblem(
      JsonRpcMessage message, RequestHeaders headers) {
    List<String> values = headers.all(McpHeaders.METHOD);
    if (values.isEmpty() && message instanceof JsonRpcMessage.Notification) {
      return null;
    }
    return mismatch(values, "Mcp-Method", String.valueOf(message.method()));
  }

  private static @Nullable Refusal nameProblem(
      McpMethod method, JsonRpcMessage message, RequestHeaders headers) {
    String member = method.targetMember();
    if (member == null) {
      return null;
    }
    String name = message.params().string(member);
    if (name == null) {
      return new Refusal.InvalidParams("params." + member + ": expected a string");
    }
    return mismatch(headers.all(McpHeaders.NAME), "Mcp-Name", name);
  }

  /** Why the header does not say the same as the body, or null if it does. */
  private static @Nullable Refusal mismatch(List<String> values, String header, String inBody) {
    if (values.isEmpty()) {
      return new Refusal.HeaderMismatch(header + " is missing");
    }
    Refusal several = severalProblem(values, header);
    if (several != null) {
      return several;
    }
    String field = values.getFirst().strip();
    String value = isVisible(field) ? McpHeaders.decode(field) : null;
    if (value == null) {
      return new Refusal.HeaderMismatch(header + " is not a valid encoded value");
    }
    return value.equals(inBody)
        ? null
        : new Refusal.HeaderMismatch(header + " differs from the body");
  }

  private static @Nullable Refusal severalProblem(List<String> values, String header) {
    return values.size() > 1 ? new Refusal.HeaderMismatch(header + " is there twice") : null;
  }

  private static boolean isVisible(String field) {
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) < 0x20 || field.charAt(i) > 0x7E) {
        return false;
      }
    }
    return true;
  }

  private static boolean isModern(String version) {
    return ProtocolVersion.of(version).filter(known -> known.era() == Era.MODERN).isPresent();
  }

  private static Reading refuse(Refusal refusal) {
    return new Reading.Refused(refusal);
  }

  @Override
  public void clientGone(ReplyControl reply, Operation operation) {
    reply.cancel();
  }

  @Override
  public @Nullable String sessionId(Exchange exchange, String upstreamSessionId) {
    return null;
  }

  @Override
  public void sessionEnded(Exchange exchange) {
    // There are none.
  }

  @Override
  public @Nullable ReplyEvent event(Exchange exchange, ReplyEvent event) {
    JsonRpcMessage message = event.message();
    return message == null ? null : ReplyEvent.of(message);
  }
}
