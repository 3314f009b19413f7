package io.mcpgateway.app.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** What the trail says of itself, and where in a record it stands. */
public final class TrailWords {
  /** The first record of every segment. */
  public static final String STARTED = "segment-started";

  /** The last record of a segment that was ended in order; signed. */
  public static final String SEALED = "segment-sealed";

  /** Signed: everything up to here is what it was. */
  public static final String CHECKPOINT = "checkpoint";

  /** Exchanges that are under way when a segment begins. */
  public static final String UNDER_WAY = "under-way";

  /** Segments that retention is about to remove. */
  public static final String REMOVED = "segments-removed";

  private static final Set<String> ABOUT_TRAIL =
      Set.of(STARTED, SEALED, CHECKPOINT, UNDER_WAY, REMOVED);

  private TrailWords() {}

  /** Whether the record says something of the trail, and not of what happened. */
  public static boolean isAboutTrail(JsonNode record) {
    return ABOUT_TRAIL.contains(own(record).path("event").asText(""));
  }

  /** The event that a record of the trail about itself names, or empty. */
  public static String event(ChainedRecord record) {
    return own(record.json()).path("event").asText("");
  }

  public static String detail(ChainedRecord record, String name) {
    return details(record).path(name).asText("");
  }

  /** The same as a number; −1 if it is none. */
  public static long number(ChainedRecord record, String name) {
    return details(record).path(name).asLong(-1);
  }

  /** Whether it says that an exchange is about to be forwarded. */
  public static boolean isIntent(ChainedRecord record) {
    return kind(record).equals("intent");
  }

  /** Whether it says how an exchange ended. */
  public static boolean isOutcome(ChainedRecord record) {
    return kind(record).equals("exchange");
  }

  /** The exchange that it is about, or empty. */
  public static String exchange(ChainedRecord record) {
    return record.json().path("metadata").path("correlation_uid").asText("");
  }

  private static String kind(ChainedRecord record) {
    return own(record.json()).path("kind").asText("");
  }

  private static JsonNode details(ChainedRecord record) {
    return own(record.json()).path("details");
  }

  /** What OCSF has no place for. */
  private static JsonNode own(JsonNode record) {
    return record.path("unmapped").path("gw");
  }
}
