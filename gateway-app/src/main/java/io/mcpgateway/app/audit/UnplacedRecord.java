package io.mcpgateway.app.audit;

import io.mcpgateway.core.exchange.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A record that lacks its place in the chain and nothing else: made when the exchange ends, placed
 * when it is written. For one thread.
 *
 * <p>In bytes: where in the line its attestation and its sequence number belong, the type of the
 * event, its identity, the line.
 */
final class UnplacedRecord implements Place {
  private static final int UID = 36;
  private static final int HEADER = 3 * Integer.BYTES + UID;

  private final JsonLine line;
  private String uid = "";
  private long millis;
  private int typeUid;
  private int attestationAt;
  private int sequenceAt;

  /**
   * @param line what it is made in
   */
  UnplacedRecord(JsonLine line) {
    this.line = line;
  }

  /** Makes the record; {@link #bytes} and {@link #length} have it until the next one. */
  void make(Outcome outcome, String identity, long now) {
    uid = identity;
    millis = now;
    line.clear();
    line.skip(HEADER);
    AuditRecord.write(outcome, this, line);
    ByteBuffer.wrap(line.buffer())
        .putInt(attestationAt)
        .putInt(sequenceAt)
        .putInt(typeUid)
        .put(identity.getBytes(StandardCharsets.US_ASCII));
  }

  byte[] bytes() {
    return line.buffer();
  }

  int length() {
    return line.size();
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public void sequence(JsonLine into) {
    sequenceAt = into.gap("sequence");
  }

  @Override
  public long loggedMillis() {
    return millis;
  }

  @Override
  public void attestation(int ofType, JsonLine into) {
    typeUid = ofType;
    attestationAt = into.gap("attestation_list");
  }

  /** The identity of a record. */
  static String uidOf(byte[] made) {
    return new String(made, HEADER - UID, UID, StandardCharsets.US_ASCII);
  }

  /**
   * Gives a record that was made before its place, at the end of {@code chain}.
   *
   * @param length how much of {@code made} it is
   */
  static void place(byte[] made, int length, Chain chain, JsonLine lines) {
    ByteBuffer header = ByteBuffer.wrap(made);
    int attestationAt = header.getInt();
    int sequenceAt = header.getInt();
    int typeUid = header.getInt();
    chain.next(uidOf(made), 0, false);
    int from = lines.size();
    lines.append(made, HEADER, attestationAt - HEADER);
    chain.fillAttestation(typeUid, lines);
    lines.append(made, attestationAt, sequenceAt - attestationAt);
    chain.fillSequence(lines);
    lines.append(made, sequenceAt, length - sequenceAt);
    chain.end(lines, from);
  }
}
