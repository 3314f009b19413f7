package io.mcpgateway.app.audit;

/** The place of a record in the chain of its file, known when it is written. For one thread. */
interface Place {
  /** What identifies the record: a UUID of version 7. */
  String uid();

  /** Writes the member {@code sequence}: how many records came before it in its chain. */
  void sequence(JsonLine line);

  /** When it is made, in milliseconds since 1970. */
  long loggedMillis();

  /**
   * Writes the whole member {@code attestation_list}.
   *
   * @param typeUid what kind of event the record is
   */
  void attestation(int typeUid, JsonLine line);
}
