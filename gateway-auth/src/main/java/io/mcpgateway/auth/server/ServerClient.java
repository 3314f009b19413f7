package io.mcpgateway.auth.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Asks authorization servers. Resolves a host once, judges its addresses and connects to exactly
 * those; follows no redirect, keeps no cookie, asks no proxy, unpacks nothing. Every exchange has a
 * cap on its time, however slowly bytes drip, and one on its size.
 *
 * <p>Thread-safe. Blocks: for virtual threads, never for event loops.
 */
public final class ServerClient implements AutoCloseable {
  /** How long an exchange may take in all. */
  public static final Duration TIME_LIMIT = Duration.ofSeconds(5);

  /** The largest body that is read. */
  public static final int SIZE_LIMIT = 256 * 1024;

  static final String TOO_SLOW = "not answered within the time limit";

  private final Map<Reach, CloseableHttpClient> clients = new EnumMap<>(Reach.class);

  /** Trusts the system's certificates. */
  public ServerClient() {
    this(null);
  }

  /**
   * @param ca what to trust instead of the system's certificates, as PEM text, or null
   * @throws IllegalArgumentException if it cannot be read
   */
  public ServerClient(@Nullable String ca) {
    this(ca, InetAddress::getAllByName);
  }

  ServerClient(@Nullable String ca, HostAddresses.Resolver resolver) {
    TlsSocketStrategy tls = ServerTls.trusting(ca);
    // One pool for each reach: a connection is reused only where its address has been judged.
    for (Reach reach : Reach.values()) {
      clients.put(reach, Connections.client(tls, new HostAddresses(resolver, reach)));
    }
  }

  /**
   * The answer, whatever its status.
   *
   * @throws IOException if there is none within the limits; the message is fit for logs
   */
  public Answer get(URI location, Reach reach) throws IOException, InterruptedException {
    return get(location, reach, TIME_LIMIT);
  }

  /**
   * The same within {@code time}, which is at most {@link #TIME_LIMIT}: for a chain of requests
   * with one limit.
   */
  public Answer get(URI location, Reach reach, Duration time)
      throws IOException, InterruptedException {
    requireSecure(location, reach);
    return exchange(new HttpGet(location), reach, time);
  }

  /**
   * The answer, whatever its status. Sent once: never repeated.
   *
   * @param headers for example {@code authorization}; their values and those of the form may be
   *     secrets, which no exception and no log will name
   * @throws IOException if there is no answer within the limits; the message is fit for logs
   */
  public Answer post(
      URI location, Reach reach, Map<String, String> headers, Map<String, String> form)
      throws IOException, InterruptedException {
    requireSecure(location, reach);
    HttpPost request = new HttpPost(location);
    headers.forEach(request::setHeader);
    List<NameValuePair> fields =
        form.entrySet().stream()
            .<NameValuePair>map(each -> new BasicNameValuePair(each.getKey(), each.getValue()))
            .toList();
    request.setEntity(new UrlEncodedFormEntity(fields, StandardCharsets.UTF_8));
    return exchange(request, reach, TIME_LIMIT);
  }

  private Answer exchange(HttpUriRequestBase request, Reach reach, Duration time)
      throws IOException, InterruptedException {
    request.setHeader("accept", "application/json");
    CloseableHttpClient client = Objects.requireNonNull(clients.get(reach));
    FutureTask<Answer> exchange =
        new FutureTask<>(() -> client.execute(request, response -> answer(request, response)));
    // On a thread of its own, since neither a resolver nor a dripping server can be interrupted.
    Thread.ofVirtual().name("server-" + request.getAuthority().getHostName()).start(exchange);
    try {
      return exchange.get(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw Failures.readable(failed);
    } catch (TimeoutException slow) {
      throw new IOException(TOO_SLOW, slow);
    } finally {
      // Ends the connection of an exchange that was given up; nothing to one that is over.
      if (!exchange.isDone()) {
        request.cancel();
      }
    }
  }

  private static void requireSecure(URI location, Reach reach) throws IOException {
    boolean secure = "https".equalsIgnoreCase(location.getScheme());
    boolean onLoopback = "http".equalsIgnoreCase(location.getScheme()) && reach == Reach.LOOPBACK;
    if (location.getHost() == null || !(secure || onLoopback)) {
      throw new IOException("not an https URL with a host");
    }
  }

  private static Answer answer(HttpUriRequestBase request, ClassicHttpResponse response)
      throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new Answer(response.getCode(), new byte[0]);
    }
    // Not closed: that would read to its end what is too long.
    @SuppressWarnings("resource")
    InputStream body = entity.getContent();
    byte[] read = body.readNBytes(SIZE_LIMIT + 1);
    if (read.length > SIZE_LIMIT) {
      request.cancel();
      throw new IOException("longer than " + SIZE_LIMIT + " bytes");
    }
    return new Answer(response.getCode(), read);
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    clients.values().forEach(client -> client.close(CloseMode.IMMEDIATE));
  }
}
