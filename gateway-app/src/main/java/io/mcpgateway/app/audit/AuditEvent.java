package io.mcpgateway.app.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that an operator did, or tried to do.
 *
 * @param event one of a fixed set of words, such as {@code revocation-added}
 * @param by the name of the credential, or {@code unknown}; {@code file} or {@code signal} for what
 *     did not come over the admin listener
 * @param peer address and port, or empty
 * @param details more, by member; nothing that is secret
 * @param terms what the thing it was done to is made of, by member; may be empty
 */
public record AuditEvent(
    Instant time,
    String event,
    String by,
    String peer,
    Map<String, String> details,
    Map<String, String> terms) {
  public AuditEvent {
    // In the order of the record.
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
  }

  void write(int schema, JsonLine line) {
    line.begin()
        .number("schema", schema)
        .text("kind", "admin")
        .text("time", time.toString())
        .text("event", event)
        .text("by", by);
    if (!peer.isEmpty()) {
      line.text("peer", peer);
    }
    details.forEach(line::text);
    if (!terms.isEmpty()) {
      line.beginObject("terms");
      terms.forEach(line::text);
      line.endObject();
    }
    line.endLine();
  }
}
