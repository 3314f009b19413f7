package io.mcpgateway.app.audit;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.OutcomeListener;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Where audit records go. Everything that an exchange can end as is handed to {@link #ended} or
 * {@link #keep}; while records cannot be kept, {@link #accepts} is false and {@link
 * AuditGuardStage} lets nothing through, so that nothing is forwarded unaudited.
 */
public interface AuditSink extends OutcomeListener, AutoCloseable {
  /** Whether the record of an exchange that begins now will be kept. Cheap; asked for each one. */
  boolean accepts();

  /** Whether {@link #intend} is to be asked before anything is forwarded. Always the same. */
  default boolean recordsIntents() {
    return false;
  }

  /**
   * Records that an exchange is about to be forwarded.
   *
   * @return completes once the record is kept, exceptionally if it is not and will not be
   */
  CompletionStage<Void> intend(Exchange exchange);

  /**
   * Records what an operator does.
   *
   * @return completes once the record is where the records of exchanges go, exceptionally if that
   *     will not be; until then it may or may not come to that
   */
  CompletionStage<Void> note(AuditEvent event);

  Counts counts();

  /** Writes what is there, and ends. */
  @Override
  void close();

  /**
   * @param written records that were written since the start
   * @param dropped records that there was no room for: of refusals while writing was impossible,
   *     and in mode {@code async} of anything
   * @param failures how often writing failed
   * @param pending records that wait to be written
   * @param lag how long the writer has had some that are not on disk
   * @param segment the number of the segment that is written to, or was last
   * @param checkpointMillis when the last checkpoint was kept, in milliseconds since 1970; 0 if
   *     none was since the start
   */
  record Counts(
      long written,
      long dropped,
      long failures,
      int pending,
      Duration lag,
      int segment,
      long checkpointMillis) {}
}
