package io.mcpgateway.app.audit;

import io.mcpgateway.app.audit.store.Journal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a trail says of the time before.
 *
 * @param head the last record, which the next one goes on from
 * @param segment the number of the newest segment; 0 if there is none
 * @param unended ids of exchanges that were to be forwarded, and of which no record says how they
 *     ended
 * @param unwritten records that were kept and are not in it
 * @param torn what was cut off the newest segment, or null
 */
record Recovered(
    Chain.Head head,
    int segment,
    List<String> unended,
    List<Journal.Slot> unwritten,
    @Nullable Torn torn) {
  Recovered {
    unended = List.copyOf(unended);
    unwritten = List.copyOf(unwritten);
  }

  Recovered with(List<Journal.Slot> records) {
    return new Recovered(head, segment, unended, records, torn);
  }

  /**
   * The end of a segment that was no whole record.
   *
   * @param file where the bytes are now
   */
  record Torn(int segment, long bytes, String file) {}
}
