package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;

/**
 * Who waits for the HTTP response of a {@link Call}. Called on its loop: {@link #head}, then any
 * number of {@link #body}, then {@link #end}; or {@link #failed} in place of what is still to come.
 * Nothing is called after {@link Call#abort}.
 */
interface Answer {
  void head(HttpResponse head);

  /** The bytes stay the caller's: they are read during the call or copied. */
  void body(ByteBuf bytes);

  /**
   * The response was complete and well framed.
   *
   * @return whether its connection can be trusted with another request
   */
  boolean end();

  void failed(Refusal why);
}
