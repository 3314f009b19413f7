package io.mcpgateway.app.audit;

import io.mcpgateway.app.audit.verify.TrailWords;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a trail says of itself: records between those of exchanges, which verification reads. */
final class TrailEvent {
  private TrailEvent() {}

  /** Why a segment begins. */
  enum Reason {
    START,
    ROTATION,
    FAILURE;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A segment that could not be written to any more.
   *
   * @param keptSequence its last record that counts; what comes after it is in the next segment
   * @param cut whether what comes after it is gone
   */
  record Suspect(int segment, long keptSequence, boolean cut) {}

  /**
   * @param underWay how many exchanges the records that follow name as under way
   */
  static AuditEvent started(
      Instant time,
      int segment,
      Reason reason,
      String publicKey,
      int underWay,
      Recovered.@Nullable Torn torn,
      @Nullable Suspect suspect) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("segment", Integer.toString(segment));
    details.put("cause", reason.word());
    details.put("publicKey", publicKey);
    details.put("underWay", Integer.toString(underWay));
    if (torn != null) {
      details.put("tornSegment", Integer.toString(torn.segment()));
      details.put("tornBytes", Long.toString(torn.bytes()));
    }
    if (suspect != null) {
      details.put("suspectSegment", Integer.toString(suspect.segment));
      details.put("suspectKeptSequence", Long.toString(suspect.keptSequence));
      details.put("suspectCut", Boolean.toString(suspect.cut));
    }
    return event(time, TrailWords.STARTED, details);
  }

  static AuditEvent sealed(Instant time, int segment, long records) {
    return event(
        time,
        TrailWords.SEALED,
        Map.of("segment", Integer.toString(segment), "records", Long.toString(records)));
  }

  static AuditEvent checkpoint(Instant time, long records) {
    return event(time, TrailWords.CHECKPOINT, Map.of("records", Long.toString(records)));
  }

  static AuditEvent underWay(Instant time, List<String> exchanges) {
    return event(time, TrailWords.UNDER_WAY, Map.of("exchanges", String.join(" ", exchanges)));
  }

  static AuditEvent removed(int first, int last) {
    return event(
        Instant.now(),
        TrailWords.REMOVED,
        Map.of("first", Integer.toString(first), "last", Integer.toString(last)));
  }

  private static AuditEvent event(Instant time, String event, Map<String, String> details) {
    return new AuditEvent(time, event, "gateway", "", details, Map.of());
  }
}
