package io.mcpgateway.core.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.mcpgateway.core.exchange.Trace;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.core.protocol.Splices;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream learns of an exchange's trace (W3C Trace Context; SEP-414): in the header of the
 * HTTP request, and in {@code params._meta}. Baggage stays here: it may hold anything.
 */
final class TraceContext {
  private static final String PARENT = "traceparent";
  private static final String STATE = "tracestate";
  private static final String BAGGAGE = "baggage";
  private static final String META = "_meta";
  private static final AsciiString PARENT_FIELD = AsciiString.cached(PARENT);
  private static final AsciiString STATE_FIELD = AsciiString.cached(STATE);

  private TraceContext() {}

  static void addTo(HttpHeaders headers, Trace trace) {
    if (trace.propagated()) {
      headers.set(PARENT_FIELD, trace.upstreamParent());
      if (!trace.state().isEmpty()) {
        headers.set(STATE_FIELD, trace.state());
      }
    }
  }

  /** The message as the upstream gets it: all bytes that do not speak of traces stay equal. */
  static byte[] body(JsonRpcMessage message, Trace trace) {
    if (!trace.propagated() && !trace.inMessage()) {
      return message.bytes();
    }
    JsonObject envelope =
        switch (message) {
          case JsonRpcMessage.Request request -> request.envelope();
          case JsonRpcMessage.Notification notification -> notification.envelope();
          case JsonRpcMessage.Response _ -> null;
        };
    return envelope == null ? message.bytes() : splices(message, envelope, trace);
  }

  private static byte[] splices(JsonRpcMessage message, JsonObject envelope, Trace trace) {
    JsonObject params = message.params();
    Span place = params.span(META);
    JsonObject meta = params.object(META);
    if (place != null && meta == null) {
      return message.bytes();
    }
    if (place != null && meta != null) {
      return inMeta(message.bytes(), place, meta, trace);
    }
    if (!trace.propagated()) {
      return message.bytes();
    }
    String members = Json.quote(META) + ":{" + missing(null, trace) + '}';
    Span all = envelope.span("params");
    return all == null
        ? insert(
            message.bytes(),
            Objects.requireNonNull(envelope.span("method"), "method").end(),
            ",\"params\":{" + members + '}')
        : insert(message.bytes(), all.start() + 1, params.size() == 0 ? members : members + ',');
  }

  private static byte[] insert(byte[] bytes, int at, String json) {
    return new Splices().replace(new Span(at, at), ascii(json)).applyTo(bytes);
  }

  private static byte[] inMeta(byte[] bytes, Span place, JsonObject meta, Trace trace) {
    int inside = place.start() + 1;
    Splices splices = new Splices();
    int firstKept = firstKept(meta, trace);
    String missing = missing(meta, trace);
    if (!missing.isEmpty()) {
      splices.replace(
          new Span(inside, inside), ascii(firstKept < meta.size() ? missing + ',' : missing));
    }
    if (firstKept > 0) {
      int end = meta.value(firstKept - 1).end();
      int rest = firstKept < meta.size() ? comma(bytes, end) + 1 : place.end() - 1;
      splices.replace(new Span(inside, rest), new byte[0]);
    }
    for (int i = firstKept; i < meta.size(); i++) {
      Span value = meta.value(i);
      String now = replacement(meta.name(i), trace);
      if (now == null) {
        // Together with the comma before it.
        splices.replace(new Span(meta.value(i - 1).end(), value.end()), new byte[0]);
      } else if (!now.isEmpty()) {
        splices.replace(value, ascii(now));
      }
    }
    return splices.isEmpty() ? bytes : splices.applyTo(bytes);
  }

  private static int firstKept(JsonObject meta, Trace trace) {
    int first = 0;
    while (first < meta.size() && replacement(meta.name(first), trace) == null) {
      first++;
    }
    return first;
  }

  /** What stands in a member's place: null if nothing does, empty if what is there stays. */
  private static @Nullable String replacement(String name, Trace trace) {
    return switch (name) {
      case PARENT -> trace.propagated() ? Json.quote(trace.upstreamParent()) : null;
      case STATE ->
          trace.propagated() && !trace.state().isEmpty() ? Json.quote(trace.state()) : null;
      case BAGGAGE -> null;
      default -> "";
    };
  }

  /** The members that {@code meta} has no place for yet. */
  private static String missing(@Nullable JsonObject meta, Trace trace) {
    if (!trace.propagated()) {
      return "";
    }
    StringBuilder members = new StringBuilder(100);
    if (meta == null || !meta.has(PARENT)) {
      members.append("\"traceparent\":\"").append(trace.upstreamParent()).append('"');
    }
    if (!trace.state().isEmpty() && (meta == null || !meta.has(STATE))) {
      members.append(members.isEmpty() ? "" : ",");
      members.append("\"tracestate\":").append(Json.quote(trace.state()));
    }
    return members.toString();
  }

  private static int comma(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] != ',') {
      at++;
    }
    return at;
  }

  private static byte[] ascii(String json) {
    return json.getBytes(ISO_8859_1);
  }
}
