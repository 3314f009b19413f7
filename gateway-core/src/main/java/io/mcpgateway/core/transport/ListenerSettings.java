package io.mcpgateway.core.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one listener is.
 *
 * @param name its name in configuration, metrics and audit records
 * @param host the address to bind
 * @param port the port to bind, 0 for any
 * @param plaintext whether it serves without TLS; must be said, and excludes {@code tls}
 * @param tls the certificate and key, null for plaintext
 */
public record ListenerSettings(
    String name,
    String host,
    int port,
    boolean plaintext,
    @Nullable TlsMaterial tls,
    Limits limits) {

  public ListenerSettings {
    if (plaintext == (tls != null)) {
      throw new IllegalArgumentException(
          "listener "
              + name
              + ": "
              + (plaintext ? "plaintext and a certificate" : "neither plaintext nor a certificate")
              + " (expected: one of both)");
    }
  }

  /**
   * The bounds of a listener.
   *
   * @param initialLineBytes the HTTP/1.1 request line
   * @param headerBytes all header fields together
   * @param connections open at once; further ones are closed at once
   * @param streams open at once on one HTTP/2 connection
   * @param handshake how long a TLS handshake may take
   * @param header how long the head of a request may take
   * @param body how long the body of a request may take
   * @param idle how long a connection may be without a request
   * @param writeStall how long a client may not read at all while something waits for it
   * @param keepAliveComment after how long without an event a stream gets a comment
   */
  public record Limits(
      int initialLineBytes,
      int headerBytes,
      int connections,
      int streams,
      Duration handshake,
      Duration header,
      Duration body,
      Duration idle,
      Duration writeStall,
      Duration keepAliveComment) {

    public static Limits defaults() {
      return new Limits(
          8 * 1024,
          16 * 1024,
          10_000,
          100,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15));
    }
  }
}
