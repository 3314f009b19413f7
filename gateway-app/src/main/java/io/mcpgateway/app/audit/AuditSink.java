package io.mcpgateway.app.audit;

import io.mcpgateway.core.exchange.OutcomeListener;
import java.util.concurrent.CompletionStage;

/**
 * Where audit records go. Everything that an exchange can end as is handed to {@link #ended}; while
 * records cannot be kept, {@link #accepts} is false and {@link AuditGuardStage} lets nothing
 * through, so that nothing is forwarded unaudited.
 */
public interface AuditSink extends OutcomeListener, AutoCloseable {
  /** Whether the record of an exchange that begins now will be kept. Cheap; asked for each one. */
  boolean accepts();

  /**
   * Records what an operator does.
   *
   * @return completes once the record is where the records of exchanges go, exceptionally if that
   *     will not be; until then it may or may not come to that
   */
  CompletionStage<Void> note(AuditEvent event);

  /** Looks again at where records go: somebody may have moved the file. */
  void reopen();

  Counts counts();

  /** Writes what is there, and ends. */
  @Override
  void close();

  /**
   * @param written records that were written since the start
   * @param dropped records of refusals that there was no room for while writing was impossible
   * @param failures how often writing failed
   * @param pending records that wait to be written
   */
  record Counts(long written, long dropped, long failures, int pending) {}
}
