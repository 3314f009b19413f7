package io.mcpgateway.app.audit;

import io.mcpgateway.app.audit.store.Journal;
import io.mcpgateway.core.exchange.Outcome;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records from the moment when their exchanges end, so that a gateway that is killed still
 * has them when it starts again. They are made on the thread that asks.
 */
final class RecordJournal {
  private static final String SAMPLE = "a@example.org +49 30 901820 4111 1111 1111 1111";

  private final Journal journal;
  private final InstantSource clock;
  private final ThreadLocal<UnplacedRecord> records;
  private final UnaryOperator<String> redaction;
  private final AtomicBoolean loading = new AtomicBoolean();
  private volatile boolean ready;

  /**
   * @param redaction takes values out of a text, on any thread
   */
  RecordJournal(Journal journal, UnaryOperator<String> redaction, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
    this.redaction = redaction;
    this.records =
        ThreadLocal.withInitial(() -> new UnplacedRecord(new JsonLine(new RecentTexts(redaction))));
  }

  /**
   * @return null if it cannot be kept: it is too large, or too many are, or it is too early
   */
  Entry.@Nullable Journaled keep(Outcome outcome) {
    if (!ready) {
      load();
      return null;
    }
    UnplacedRecord record = records.get();
    long now = clock.millis();
    record.make(outcome, Chain.newUid(now), now);
    Journal.Slot slot = journal.keep(record.bytes(), record.length());
    return slot == null ? null : new Entry.Journaled(slot);
  }

  /**
   * Loads what takes values out of texts, which takes longer than an event loop may be kept. Not
   * before the first exchange: it would delay the start.
   */
  private void load() {
    if (loading.compareAndSet(false, true)) {
      Thread.ofPlatform()
          .daemon()
          .name("audit-load")
          .start(
              () -> {
                var _ = redaction.apply(SAMPLE);
                ready = true;
              });
    }
  }
}
