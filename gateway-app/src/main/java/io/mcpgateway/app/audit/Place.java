package io.mcpgateway.app.audit;

/** The place of a record in the chain of its file, known when it is written. For one thread. */
interface Place {
  /** What identifies the record: a UUID of version 7. */
  String uid();

  /** How many records came before it in its chain. */
  long sequence();

  /** When it is written, in milliseconds since 1970. */
  long loggedMillis();

  /**
   * Writes the whole member {@code attestation_list}.
   *
   * @param typeUid what kind of event the record is
   */
  void attestation(int typeUid, JsonLine line);
}
