package io.mcpgateway.app.trace;

import io.mcpgateway.core.exchange.Trace;
import io.mcpgateway.policy.detect.Kind;
import io.mcpgateway.policy.mask.TextRedaction;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.net.URI;
import java.util.EnumSet;
import java.util.Locale;

/** Puts spans into OpenTelemetry's form. What clients made up is looked through first. */
final class OtlpSpans {
  private static final int MAX_NAME = 256;
  private static final InstrumentationScopeInfo SCOPE =
      InstrumentationScopeInfo.create("io.mcpgateway");

  private final TextRedaction redaction =
      new TextRedaction(EnumSet.complementOf(EnumSet.of(Kind.UUID)));

  SpanData of(FinishedSpan span, Resource resource) {
    String name = shown(span.name());
    boolean named =
        span.kind() == FinishedSpan.Kind.TOOL || span.kind() == FinishedSpan.Kind.PROMPT;
    return new OtlpSpan(
        name.isEmpty() || !named ? span.method() : span.method() + ' ' + name,
        span.side() == FinishedSpan.Side.SERVER ? SpanKind.SERVER : SpanKind.CLIENT,
        context(span.trace(), span.spanId(), false),
        span.parentId() == 0
            ? SpanContext.getInvalid()
            : context(span.trace(), span.parentId(), span.side() == FinishedSpan.Side.SERVER),
        span.failed() ? StatusData.error() : StatusData.unset(),
        span.startNanos(),
        span.endNanos(),
        attributes(span, name),
        resource,
        SCOPE);
  }

  private static SpanContext context(Trace trace, long span, boolean remote) {
    return remote
        ? SpanContext.createFromRemoteParent(
            trace.traceId(), Trace.hex(span), TraceFlags.getSampled(), TraceState.getDefault())
        : SpanContext.create(
            trace.traceId(), Trace.hex(span), TraceFlags.getSampled(), TraceState.getDefault());
  }

  private Attributes attributes(FinishedSpan span, String name) {
    AttributesBuilder attributes = Attributes.builder();
    span.more()
        .forEach(
            (key, value) -> {
              if (key.endsWith(".port") || key.startsWith("http.")) {
                attributes.put(key, Long.parseLong(value));
              } else {
                attributes.put(key, value);
              }
            });
    attributes.put("mcp.method.name", span.method());
    String key =
        switch (span.kind()) {
          case TOOL, PROMPT -> "gen_ai." + span.kind().name().toLowerCase(Locale.ROOT) + ".name";
          case RESOURCE -> "mcp.resource.uri";
          case OTHER -> "";
        };
    if (!key.isEmpty() && !name.isEmpty()) {
      attributes.put(key, name);
    }
    if (!span.requestId().isEmpty()) {
      attributes.put("jsonrpc.request.id", shown(span.requestId()));
    }
    if (span.error() != null) {
      attributes.put("error.type", span.error());
    }
    address(span.server(), attributes);
    return attributes.build();
  }

  private static void address(
      @org.jspecify.annotations.Nullable URI server, AttributesBuilder attributes) {
    if (server != null && server.getHost() != null) {
      attributes.put("server.address", server.getHost());
      int usual = "https".equals(server.getScheme()) ? 443 : 80;
      attributes.put("server.port", server.getPort() < 0 ? usual : server.getPort());
    }
  }

  private String shown(String text) {
    String redacted =
        redaction.redact(text.length() > MAX_NAME ? text.substring(0, MAX_NAME) : text);
    return redacted.length() > MAX_NAME ? redacted.substring(0, MAX_NAME) : redacted;
  }
}
