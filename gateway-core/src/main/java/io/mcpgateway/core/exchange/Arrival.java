package io.mcpgateway.core.exchange;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That something arrived: known before anything of it is understood, so that even a request that
 * makes no sense can be accounted for.
 *
 * @param id the exchange id, unique over instances; shown to the client, logged and audited
 * @param time when the head of the request had been read, wall clock
 * @param nanoTime the same on the monotonic clock, for durations
 * @param listener the name of the listener
 * @param peer the client's address and port as the socket knows them
 * @param httpVersion {@code HTTP/1.1} or {@code HTTP/2}
 * @param httpMethod for example {@code POST}; {@code -} if it was not readable
 * @param path the path of the request target without its query; {@code -} if it was not readable
 * @param trace by the header, until its message has been read
 * @param certificate what the client's connection proved with TLS, or null if nothing
 */
public record Arrival(
    String id,
    Instant time,
    long nanoTime,
    String listener,
    String peer,
    String httpVersion,
    String httpMethod,
    String path,
    Trace trace,
    @Nullable ClientCertificate certificate) {

  /** The arrival of what is in no trace of others. */
  public Arrival(
      String id,
      Instant time,
      long nanoTime,
      String listener,
      String peer,
      String httpVersion,
      String httpMethod,
      String path,
      @Nullable ClientCertificate certificate) {
    this(
        id,
        time,
        nanoTime,
        listener,
        peer,
        httpVersion,
        httpMethod,
        path,
        Trace.begin(),
        certificate);
  }

  /** The same arrival in another place of a trace. */
  @SuppressWarnings("ReferenceEquality") // A shortcut: an equal trace would only be copied.
  public Arrival in(Trace known) {
    return known == trace ? this : part(id, known);
  }

  /** The arrival of one of several messages that came in one request. */
  public Arrival part(String partId, Trace known) {
    return new Arrival(
        partId, time, nanoTime, listener, peer, httpVersion, httpMethod, path, known, certificate);
  }
}
