package io.mcpgateway.app.audit;

import io.mcpgateway.core.protocol.Span;

/** What is kept of some JSON values, one after the other. Used by one thread at a time. */
interface ContentCopy {
  /**
   * @param value where it stands in {@code message}
   */
  void add(byte[] message, Span value);

  /** How much memory it holds, about. */
  long cost();

  /** Writes its members, none of which comes before {@code hmac} or after {@code masked}. */
  void write(JsonLine line);
}
