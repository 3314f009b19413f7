package io.mcpgateway.app.audit.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mcpgateway.app.admin.Pem;
import io.mcpgateway.app.config.SinkConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Sends a message for each record (RFC 5424) over TLS (RFC 5425). Syslog acknowledges nothing: what
 * was sent last before a connection broke is sent again over the next one.
 */
final class SyslogDelivery implements Delivery {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int CONNECT_MILLIS = 10_000;

  /** Facility 13, "log audit". */
  private static final int FACILITY = 13 * 8;

  private static final String APP = "mcp-gateway";

  private final SinkConfig.Syslog config;
  private final SSLContext tls;
  private volatile @Nullable SSLSocket socket;
  private volatile boolean closed;

  /** What was sent last, and may not have arrived. */
  private List<byte[]> unsure = List.of();

  /**
   * @throws IOException if a certificate or key cannot be used
   */
  SyslogDelivery(SinkConfig.Syslog config) throws IOException {
    this.config = config;
    this.tls = Pem.context(config.certificate(), config.key(), config.ca());
  }

  @Override
  public void send(List<byte[]> records) throws IOException {
    try (TimeLimit _ = TimeLimit.of(TIMEOUT, this::disconnect)) {
      SSLSocket open = socket;
      if (open != null && isClosedByPeer(open)) {
        disconnect();
        open = null;
      }
      ByteArrayOutputStream frames = new ByteArrayOutputStream();
      if (open == null) {
        open = connect();
        frame(unsure, frames);
      }
      frame(records, frames);
      open.getOutputStream().write(frames.toByteArray());
      open.getOutputStream().flush();
      unsure = records;
    } catch (IOException failure) {
      disconnect();
      throw failure;
    }
  }

  private SSLSocket connect() throws IOException {
    Socket plain = new Socket();
    try {
      plain.connect(
          new InetSocketAddress(config.address().host(), config.address().port()), CONNECT_MILLIS);
      SSLSocket secure =
          (SSLSocket)
              tls.getSocketFactory()
                  .createSocket(plain, config.address().host(), config.address().port(), true);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.setSoTimeout(CONNECT_MILLIS);
      secure.startHandshake();
      socket = secure;
      if (closed) {
        throw new IOException("the gateway stops");
      }
      return secure;
    } catch (IOException failure) {
      plain.close();
      throw failure;
    }
  }

  /** A server says nothing; that it has gone shows where something could be read. */
  private static boolean isClosedByPeer(SSLSocket open) {
    try {
      open.setSoTimeout(1);
      return open.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillThere) {
      return false;
    } catch (IOException gone) {
      return true;
    }
  }

  private void frame(List<byte[]> records, ByteArrayOutputStream frames) throws IOException {
    for (byte[] record : records) {
      byte[] head = head(RecordFacts.of(record));
      frames.write((head.length + record.length + " ").getBytes(US_ASCII));
      frames.write(head);
      frames.write(record);
    }
  }

  private byte[] head(RecordFacts facts) {
    int priority = FACILITY + severity(facts.severity());
    Instant time = facts.time().truncatedTo(ChronoUnit.MILLIS);
    return ("<" + priority + ">1 " + time + ' ' + config.hostname() + ' ' + APP + " - audit - ")
        .getBytes(US_ASCII);
  }

  /** OCSF's severity as syslog's. */
  private static int severity(int ocsf) {
    return switch (ocsf) {
      case 2 -> 5;
      case 3 -> 4;
      case 4 -> 3;
      case 5 -> 2;
      case 6 -> 0;
      default -> 6;
    };
  }

  private void disconnect() {
    SSLSocket open = socket;
    socket = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException ignored) {
        // It was to go anyway.
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    disconnect();
  }
}
