package io.mcpgateway.core.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Where an exchange stands in a distributed trace (W3C Trace Context). Every exchange has one,
 * whether anybody collects spans or not.
 *
 * @param high the first half of the trace id
 * @param low its second half
 * @param parent the id of the client's span; 0 if the trace begins here
 * @param span the id of the gateway's span for the exchange
 * @param upstreamSpan the parent of what the upstream does; equal to {@code span} while the gateway
 *     has no span of its own for the request to the upstream
 * @param sampled whether its spans are to be kept
 * @param propagated whether the upstream learns of it
 * @param state what other tracing systems passed on, valid; empty if nothing
 * @param inMessage whether the client's message has members of its own for a trace
 */
public record Trace(
    long high,
    long low,
    long parent,
    long span,
    long upstreamSpan,
    boolean sampled,
    boolean propagated,
    String state,
    boolean inMessage) {

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);

  /** A trace that begins here, and that nobody else is told of. */
  public static Trace begin() {
    long span = id();
    return new Trace(id(), id(), 0, span, span, false, false, "", false);
  }

  /** The same trace, in a message that has members for it. */
  Trace writtenInMessage() {
    return new Trace(high, low, parent, span, upstreamSpan, sampled, propagated, state, true);
  }

  /** The place of another exchange that arrived in the same request. */
  public Trace sibling() {
    long other = id();
    return new Trace(
        high,
        low,
        parent,
        other,
        upstreamSpan == span ? other : id(),
        sampled,
        propagated,
        state,
        inMessage);
  }

  /** A random id, never 0. */
  static long id() {
    long id = ThreadLocalRandom.current().nextLong();
    return id == 0 ? 1 : id;
  }

  /** The trace id: 32 hexadecimal digits. */
  public String traceId() {
    byte[] text = new byte[32];
    write(text, 0, high);
    write(text, 16, low);
    return new String(text, ISO_8859_1);
  }

  /** The id of the gateway's span: 16 hexadecimal digits. */
  public String spanId() {
    return hex(span);
  }

  /** A span id: 16 hexadecimal digits. */
  public static String hex(long id) {
    byte[] text = new byte[16];
    write(text, 0, id);
    return new String(text, ISO_8859_1);
  }

  /** The {@code traceparent} that the upstream gets. */
  public String upstreamParent() {
    byte[] text = new byte[55];
    text[0] = '0';
    text[1] = '0';
    text[2] = '-';
    write(text, 3, high);
    write(text, 19, low);
    text[35] = '-';
    write(text, 36, upstreamSpan);
    text[52] = '-';
    text[53] = '0';
    text[54] = (byte) (sampled ? '1' : '0');
    return new String(text, ISO_8859_1);
  }

  private static void write(byte[] text, int at, long id) {
    for (int i = 0; i < 16; i++) {
      text[at + i] = DIGITS[(int) (id >>> (60 - 4 * i)) & 0xF];
    }
  }
}
