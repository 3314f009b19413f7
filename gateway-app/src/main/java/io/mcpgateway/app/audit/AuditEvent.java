package io.mcpgateway.app.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Something that an operator did, or tried to do, or that the gateway noticed.
 *
 * @param event one of a fixed set of words, such as {@code revocation-added}
 * @param by the name of the credential, or {@code unknown}; {@code file} or {@code signal} for what
 *     did not come over the admin listener; {@code gateway} for what it noticed
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
          "cause",
          "check",
          "client",
          "configVersion",
          "era",
          "exchange",
          "exchanges",
          "expires",
          "finding",
          "first",
          "issuer",
          "last",
          "listener",
          "publicKey",
          "records",
          "result",
          "revocation",
          "route",
          "seconds",
          "segment",
          "session",
          "sha256",
          "subject",
          "suspectCut",
          "suspectKeptSequence",
          "suspectSegment",
          "token",
          "tornBytes",
          "tornSegment",
          "underWay",
          "upstream",
          "version");

  private static final String TERMS = "terms";

  public AuditEvent {
    // In the order of the record.
    details = Collections.unmodifiableMap(new TreeMap<>(details));
    terms = Collections.unmodifiableMap(new TreeMap<>(terms));
  }

  void write(Place place, JsonLine line) {
    EventShape shape = EventShape.of(event);
    int type = shape.eventClass().typeUid(shape.activity());
    line.begin().number("activity_id", shape.activity());
    line.exact("activity_name", shape.activityName(event));
    shape.actor(this, line);
    place.attestation(type, line);
    shape.eventClass().write(line);
    shape.subject(this, line);
    Ocsf.metadata(details.get("exchange"), null, place, line);
    shape.service(this, line);
    shape.severity().write(line);
    if (!peer.isEmpty() || shape.needsSource()) {
      Ocsf.endpoint("src_endpoint", peer, line);
    }
    if (shape.succeeded(details)) {
      AuditRecord.status(1, "Success", event, line);
    } else {
      AuditRecord.status(2, "Failure", event, line);
    }
    line.number("time", time.toEpochMilli()).number("type_uid", type);
    line.beginObject("unmapped").beginObject("gw");
    own(line);
    shape.user(this, line.endObject().endObject());
    line.endLine();
  }

  private void own(JsonLine line) {
    line.exact("by", by);
    if (!details.isEmpty() || !terms.isEmpty()) {
      details(line);
    }
    line.exact("event", event).exact("kind", "event");
    if (!peer.isEmpty()) {
      line.exact("peer", peer);
    }
    line.redacted("redacted")
        .number("schema", Ocsf.SCHEMA)
        .exact("time", time.toString())
        .truncated("truncated");
  }

  private void details(JsonLine line) {
    line.beginObject("details");
    boolean written = terms.isEmpty();
    for (Map.Entry<String, String> each : details.entrySet()) {
      if (!written && each.getKey().compareTo(TERMS) > 0) {
        terms(line);
        written = true;
      }
      write(each, line);
    }
    if (!written) {
      terms(line);
    }
    line.endObject();
  }

  private void terms(JsonLine line) {
    line.beginObject(TERMS);
    terms.entrySet().forEach(each -> write(each, line));
    line.endObject();
  }

  private static void write(Map.Entry<String, String> member, JsonLine line) {
    if (EXACT.contains(member.getKey())) {
      line.exact(member.getKey(), member.getValue());
    } else {
      line.text(member.getKey(), member.getValue());
    }
  }
}
