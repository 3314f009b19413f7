package io.mcpgateway.app.audit.sink;

import java.io.IOException;
import java.util.List;

/** How records get to one sink. Blocks; for one thread, but for {@link #close}. */
interface Delivery extends AutoCloseable {
  /**
   * Brings records to the sink, in order.
   *
   * @param records each a JSON object, in UTF-8, without the end of a line
   * @throws DeliveryException if the sink says what to do about it
   * @throws IOException if it is not certain that the sink has all of them; they are sent again
   */
  void send(List<byte[]> records) throws IOException, InterruptedException;

  /** Ends also what another thread is sending. */
  @Override
  void close();
}
