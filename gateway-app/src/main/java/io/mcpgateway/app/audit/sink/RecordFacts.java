package io.mcpgateway.app.audit.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.time.Instant;

/**
 * What a sink has to know of a record.
 *
 * @param logged when it was written; the epoch if it does not say
 * @param severity OCSF's severity_id, from 1 for information to 6 for fatal; 1 if it does not say
 * @param authority whose chain it is in; empty if it does not say
 */
record RecordFacts(Instant time, Instant logged, int severity, String authority) {
  private static final ObjectReader JSON = new ObjectMapper().readerFor(JsonNode.class);

  /** Also of a line that is no record: somebody may have edited the trail, and it goes on as is. */
  static RecordFacts of(byte[] line) {
    try {
      JsonNode record = JSON.readTree(line);
      return new RecordFacts(
          Instant.ofEpochMilli(record.path("time").asLong(0)),
          Instant.ofEpochMilli(record.at("/metadata/logged_time").asLong(0)),
          record.path("severity_id").asInt(1),
          record.at("/attestation_list/0/authority_uid").asText(""));
    } catch (IOException unreadable) {
      return new RecordFacts(Instant.EPOCH, Instant.EPOCH, 1, "");
    }
  }
}
