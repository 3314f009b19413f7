package io.mcpgateway.app.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Something that an operator did, or tried to do, or that the gateway noticed.
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
  /**
   * Members that the gateway or its configuration says, or that say whom it is about. Of all others
   * values are taken out.
   */
  private static final Set<String> EXACT =
      Set.of(
          "attempts",
          "client",
          "configVersion",
          "expires",
          "finding",
          "issuer",
          "result",
          "revocation",
          "route",
          "session",
          "sha256",
          "subject",
          "token",
          "upstream");

  public AuditEvent {
    // In the order of the record.
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
  }

  void write(Place place, JsonLine line) {
    line.begin();
    place.attestation(line);
    line.number("schema", AuditRecord.SCHEMA)
        .exact("kind", "admin")
        .exact("time", time.toString())
        .exact("event", event)
        .exact("by", by);
    if (!peer.isEmpty()) {
      line.exact("peer", peer);
    }
    write(details, line);
    if (!terms.isEmpty()) {
      line.beginObject("terms");
      write(terms, line);
      line.endObject();
    }
    line.endLine();
  }

  private static void write(Map<String, String> members, JsonLine line) {
    members.forEach(
        (name, value) -> {
          if (EXACT.contains(name)) {
            line.exact(name, value);
          } else {
            line.text(name, value);
          }
        });
  }
}
