package io.mcpgateway.app.trace;

import io.mcpgateway.app.config.TracingConfig;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A collector that speaks OTLP over HTTP, in protobuf. */
final class OtlpCollector implements Collector {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration WHOLE = Duration.ofSeconds(5);

  /** Kept, because a logger that nobody holds forgets its level. */
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  private final OtlpHttpSpanExporter exporter;
  private final Resource resource;
  private final OtlpSpans spans = new OtlpSpans();

  OtlpCollector(TracingConfig config, String version) {
    // It would write on standard error by itself, and more than once a minute.
    LIBRARY.setLevel(Level.OFF);
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(config.collector().toString())
            .setConnectTimeout(CONNECT)
            .setTimeout(WHOLE)
            .setRetryPolicy(null)
            .setCompression("gzip");
    config.headers().forEach(builder::addHeader);
    if (config.ca() != null) {
      builder.setTrustedCertificates(config.ca().getBytes(StandardCharsets.US_ASCII));
    }
    this.exporter = builder.build();
    this.resource =
        Resource.create(
            Attributes.of(
                AttributeKey.stringKey("service.name"),
                "mcp-gateway",
                AttributeKey.stringKey("service.version"),
                version));
  }

  @Override
  public @Nullable String send(List<FinishedSpan> batch) {
    CompletableResultCode result =
        exporter
            .export(batch.stream().map(span -> spans.of(span, resource)).toList())
            .join(WHOLE.toMillis() + 1000, TimeUnit.MILLISECONDS);
    if (result.isSuccess()) {
      return null;
    }
    Throwable failure = result.getFailureThrowable();
    return failure == null ? "no answer in time" : failure.toString();
  }

  @Override
  public void close() {
    exporter.close();
  }
}
