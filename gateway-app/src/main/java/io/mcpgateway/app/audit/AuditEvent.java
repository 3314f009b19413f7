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
    line.raw("metadata", "{\"sequence\":" + place.sequence() + ",\"uid\":\"" + place.uid() + "\"}");
    line.raw("type_uid", "600399");
    StringBuilder b = new StringBuilder("{\"gw\":{\"details\":{");
    String sep = "";
    for (var e : new java.util.TreeMap<>(details).entrySet()) {
      b.append(sep).append('"').append(e.getKey()).append("\":\"").append(e.getValue()).append('"');
      sep = ",";
    }
    line.raw("unmapped", b + "},\"event\":\"" + event + "\"}}");
    line.endLine();
  }
}
