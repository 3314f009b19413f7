package io.mcpgateway.policy.mask;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A stretch of a text that is text in base64 (RFC 4648), of either alphabet.
 *
 * @param start where it begins
 * @param end where it ends, padding included
 * @param plain what it says, as UTF-8
 * @param charset what it says it in
 * @param marked whether that begins with a byte order mark
 * @param urlSafe whether it is of the alphabet for URLs
 * @param padded whether it ends with padding, or would where it is needed
 */
record Base64Run(
    int start,
    int end,
    byte[] plain,
    Charset charset,
    boolean marked,
    boolean urlSafe,
    boolean padded) {
  private static final String MARK = "\uFEFF";

  /** One that says {@code bytes}. */
  static Base64Run of(
      int start, int end, byte[] bytes, Charset charset, boolean urlSafe, boolean padded) {
    if (charset.equals(StandardCharsets.UTF_8)) {
      return new Base64Run(start, end, bytes, charset, false, urlSafe, padded);
    }
    String text = new String(bytes, charset);
    boolean marked = text.startsWith(MARK);
    byte[] plain = text.substring(marked ? 1 : 0).getBytes(StandardCharsets.UTF_8);
    return new Base64Run(start, end, plain, charset, marked, urlSafe, padded);
  }

  /** The same run with another text, in one line. */
  byte[] encode(byte[] other) {
    byte[] bytes = other;
    if (!charset.equals(StandardCharsets.UTF_8)) {
      String text = new String(other, StandardCharsets.UTF_8);
      bytes = (marked ? MARK + text : text).getBytes(charset);
    }
    Base64.Encoder encoder = urlSafe ? Base64.getUrlEncoder() : Base64.getEncoder();
    return (padded ? encoder : encoder.withoutPadding()).encode(bytes);
  }
}
