package io.mcpgateway.app.audit.sink;

import io.mcpgateway.app.admin.Pem;
import io.mcpgateway.app.config.SinkConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Posts batches as JSON lines ({@code application/x-ndjson}). Any status from 200 to 299 says that
 * the whole batch is kept; after any other, and after none, it is posted again.
 */
final class HttpsDelivery implements Delivery {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int TOO_LARGE = 413;
  private static final int MAX_RETRY_AFTER = 3600;

  private final SinkConfig.Https config;
  private final HttpClient client;

  /**
   * @throws IOException if the {@code ca} cannot be used
   */
  HttpsDelivery(SinkConfig.Https config) throws IOException {
    this.config = config;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(ProxySelector.of(null));
    if (config.ca() != null) {
      builder.sslContext(Pem.context(null, null, config.ca()));
    }
    this.client = builder.build();
  }

  @Override
  public void send(List<byte[]> records) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(config.url())
            .timeout(TIMEOUT)
            .header("content-type", "application/x-ndjson")
            .POST(BodyPublishers.ofByteArray(body(records)));
    if (config.compress()) {
      request.header("content-encoding", "gzip");
    }
    config.headers().forEach(request::setHeader);
    HttpResponse<Void> response = client.send(request.build(), BodyHandlers.discarding());
    int status = response.statusCode();
    if (status < 200 || status > 299) {
      throw new DeliveryException(
          "it answers with status " + status, retryAfter(response), status == TOO_LARGE);
    }
  }

  private byte[] body(List<byte[]> records) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream body = config.compress() ? new GZIPOutputStream(bytes) : bytes) {
      for (byte[] record : records) {
        body.write(record);
        body.write('\n');
      }
    }
    return bytes.toByteArray();
  }

  /** In seconds; a date is not understood, and the usual wait is as good. */
  private static Duration retryAfter(HttpResponse<?> response) {
    String text = response.headers().firstValue("retry-after").orElse("");
    try {
      return Duration.ofSeconds(Math.clamp(Long.parseLong(text), 0, MAX_RETRY_AFTER));
    } catch (NumberFormatException date) {
      return Duration.ZERO;
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
