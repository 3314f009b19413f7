package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.Tracing;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where spans go.
 *
 * @param collector where OTLP over HTTP is spoken, with its path
 * @param ca certificates to trust instead of the system's, as PEM; null for the system's
 * @param headers by name; the values are secrets
 * @param share how many of the traces that begin here are kept
 * @param queue how many spans may wait
 */
public record TracingConfig(
    URI collector, @Nullable String ca, Map<String, String> headers, double share, int queue) {
  private static final double DEFAULT_SHARE = 0.1;
  private static final int DEFAULT_QUEUE = 4096;
  private static final int MAX_QUEUE = 1_000_000;
  private static final String PATH = "/v1/traces";

  public TracingConfig {
    headers = Map.copyOf(headers);
  }

  static @Nullable TracingConfig read(@Nullable YamlMap map) {
    if (map == null) {
      return null;
    }
    URI collector = map.url("otlp");
    boolean plaintext = map.flag("plaintext", false);
    if (!"https".equals(collector.getScheme()) && !isLocal(collector) && !plaintext) {
      map.problem("otlp", "an https url, or plaintext: true beside it");
    }
    String ca = map.optionalFile("ca");
    if (ca != null && !"https".equals(collector.getScheme())) {
      map.problem("ca", "an https url beside ca");
    }
    TracingConfig tracing =
        new TracingConfig(
            complete(collector),
            ca,
            headers(map.map("headers")),
            share(map),
            map.integer("queue", 1, MAX_QUEUE, DEFAULT_QUEUE));
    map.finish();
    return tracing;
  }

  /** As for other exporters: without a path, it is the usual one. */
  private static URI complete(URI collector) {
    String path = collector.getRawPath();
    return path == null || path.isEmpty() || path.equals("/") ? collector.resolve(PATH) : collector;
  }

  private static boolean isLocal(URI url) {
    String host = url.getHost();
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  private static Map<String, String> headers(@Nullable YamlMap map) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (map != null) {
      for (String name : map.keys()) {
        headers.put(name, map.secret(name));
      }
      map.finish();
    }
    return headers;
  }

  private static double share(YamlMap map) {
    String text = map.string("sample", String.valueOf(DEFAULT_SHARE));
    try {
      double share = Double.parseDouble(text);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException notANumber) {
      // Reported below, like a number that is out of range.
    }
    map.problem("sample", "a number from 0 to 1");
    return DEFAULT_SHARE;
  }

  /** What it means for exchanges. */
  public static Tracing tracing(@Nullable TracingConfig config) {
    return config == null ? Tracing.OFF : new Tracing(true, config.share);
  }

  @Override
  public String toString() {
    return "TracingConfig[" + collector + ", headers=" + headers.keySet() + "]";
  }
}
