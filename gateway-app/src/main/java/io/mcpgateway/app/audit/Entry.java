package io.mcpgateway.app.audit;

import io.mcpgateway.app.audit.store.Journal;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Grant;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Transcript;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Something that waits to become a record, and who waits for that. */
sealed interface Entry {
  /** What an entry holds besides its message. */
  int OVERHEAD = 1024;

  /** What becomes of a reply whose record could not be kept in time. */
  Refusal WITHHELD =
      new Refusal.Unavailable("The reply was withheld: its record could not be written");

  int WITHHELD_STATUS = 503;

  /** Completes when the record is kept; null if nobody waits. */
  @Nullable CompletableFuture<Void> kept();

  /** How much memory it holds, about. */
  default long cost() {
    return OVERHEAD;
  }

  /**
   * Whether it must not be dropped, however much waits: there are only as many as are under way.
   */
  default boolean isOwed() {
    return true;
  }

  /** How an exchange ended. */
  record Ended(Outcome outcome, @Nullable CompletableFuture<Void> kept) implements Entry {
    @Override
    public long cost() {
      Transcript transcript = outcome.transcript();
      return OVERHEAD + outcome.bytesIn() + (transcript == null ? 0 : transcript.cost());
    }

    /** The outcome as the client knows it: who waited in vain for the record got no reply. */
    Outcome told() {
      return kept != null && kept.isCompletedExceptionally()
          ? outcome.refused(WITHHELD, WITHHELD_STATUS)
          : outcome;
    }

    /** Refusals come in floods. */
    @Override
    public boolean isOwed() {
      return kept != null
          || (outcome.exchange() != null && outcome.exchange().grant() instanceof Grant.ByRule);
    }
  }

  /** The same, where the record is made already and outlives the process. */
  record Journaled(Journal.Slot slot) implements Entry {
    @Override
    public @Nullable CompletableFuture<Void> kept() {
      return null;
    }
  }

  /** That an exchange is about to be forwarded. */
  record Intended(Exchange exchange, CompletableFuture<Void> kept) implements Entry {}

  /** What an operator did, or the gateway noticed. */
  record Noted(AuditEvent event, CompletableFuture<Void> kept) implements Entry {}
}
