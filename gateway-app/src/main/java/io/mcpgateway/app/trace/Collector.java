package io.mcpgateway.app.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who takes spans. Used by one thread; may block for a bounded time. */
interface Collector extends AutoCloseable {
  /**
   * Sends the spans.
   *
   * @return what went wrong, or null if they have arrived
   */
  @Nullable String send(List<FinishedSpan> spans);

  @Override
  void close();
}
