package io.mcpgateway.app.admin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Asks the admin listener of a running gateway, for commands. Blocks. */
public final class AdminClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final URI url;
  private final @Nullable String token;
  private final HttpClient client;

  /** What came back. */
  public record Reply(int status, String body) {
    public boolean good() {
      return status / 100 == 2;
    }
  }

  /**
   * @param url where the admin listener is, without a path
   * @param token null for none
   * @param tls null for that of the system
   */
  public AdminClient(URI url, @Nullable String token, @Nullable SSLContext tls) {
    this.url = url;
    this.token = token;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            // A token goes where it was sent, and nowhere else.
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE);
    this.client = (tls == null ? builder : builder.sslContext(tls)).build();
  }

  /**
   * @param body JSON, or null for none
   * @throws IOException if nobody answers; the message says where and why
   */
  public Reply send(String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(PATIENCE)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Reply(answer.statusCode(), answer.body());
    } catch (IOException failure) {
      String why = failure.getMessage() == null ? "no connection" : failure.getMessage();
      throw new IOException("no answer from " + url + ": " + why, failure);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
