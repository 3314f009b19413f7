package io.mcpgateway.app.audit;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Outcome;
import java.time.Instant;
import java.util.Set;

/**
 * What a record says, in the order it says it. Never tokens, arguments or results, and no value
 * that a detector knows in what a client or an upstream calls something: see {@link JsonLine#text}.
 *
 * <p>Version 1 of the schema: members may be added, none changes its meaning. Durations are in
 * microseconds, times in UTC.
 */
final class AuditRecord {
  private static final int SCHEMA = 1;
  private static final int MAX_RULES = 32;

  /** What all further rules counted. No rule is called so. */
  private static final String OTHERS = String.valueOf(JsonLine.CUT);

  private static final int MAX_GROUPS = 32;

  /**
   * Kinds of rules behind whose colon a name of the policy stands. Behind that of any other may
   * stand what a client or an upstream calls something.
   */
  private static final Set<String> CONFIGURED =
      Set.of("mask", "platform", "repeats", "role", "rule", "schema");

  private AuditRecord() {}

  // TEMP
  static void temp(String phase, String id, String word, Place place, JsonLine line) {
    line.begin();
    place.attestation(line);
    line.raw(
        "metadata",
        "{\"correlation_uid\":\""
            + id
            + "\",\"sequence\":"
            + place.sequence()
            + ",\"uid\":\""
            + place.uid()
            + "\"}");
    line.raw("type_uid", "600399");
    line.raw("unmapped", "{\"gw\":{\"outcome\":\"" + word + "\",\"phase\":\"" + phase + "\"}}");
    line.endLine();
  }

  static void write(Outcome outcome, Place place, JsonLine line) {
    temp("outcome", outcome.arrival().id(), outcome.word(), place, line);
  }

  static void writeIntent(Exchange exchange, Place place, JsonLine line) {
    temp("intent", exchange.id(), "", place, line);
  }

  static void writeUnknown(String id, Instant now, Place place, JsonLine line) {
    temp("outcome", id, "unknown_crash", place, line);
  }

  static void writeGap(Instant time, long dropped, Place place, JsonLine line) {
    temp("gap", "", Long.toString(dropped), place, line);
  }
}
