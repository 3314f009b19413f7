package io.mcpgateway.app.audit;

import io.mcpgateway.app.audit.store.Journal;
import io.mcpgateway.core.exchange.Outcome;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records from the moment when their exchanges end, so that a gateway that is killed still
 * has them when it starts again. They are made on the thread that asks.
 */
final class RecordJournal {
  private final Journal journal;
  private final InstantSource clock;
  private final ThreadLocal<UnplacedRecord> records;
  private volatile boolean ready;

  /**
   * @param redaction takes values out of a text, on any thread
   */
  RecordJournal(Journal journal, UnaryOperator<String> redaction, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
    this.records =
        ThreadLocal.withInitial(() -> new UnplacedRecord(new JsonLine(new RecentTexts(redaction))));
  }

  /** What records are made with is there: no event loop has to wait for it. */
  void ready() {
    ready = true;
  }

  /**
   * @return null if it cannot be kept: it is too large, or too many are, or it is too early
   */
  Entry.@Nullable Journaled keep(Outcome outcome) {
    if (!ready) {
      return null;
    }
    UnplacedRecord record = records.get();
    long now = clock.millis();
    record.make(outcome, Chain.newUid(now), now);
    Journal.Slot slot = journal.keep(record.bytes(), record.length());
    return slot == null ? null : new Entry.Journaled(slot, record.uid());
  }
}
