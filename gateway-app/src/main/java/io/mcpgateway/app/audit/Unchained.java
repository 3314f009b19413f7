package io.mcpgateway.app.audit;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Places of records that are numbered, and not chained. */
final class Unchained implements Place {
  private final InstantSource clock;
  private long sequence = -1;
  private long millis;
  private String uid = "";

  Unchained(InstantSource clock) {
    this.clock = clock;
  }

  /** The place of the next record, which is this one again. */
  Place next() {
    sequence++;
    millis = clock.millis();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = millis << 16 | 7 << 12 | random.nextInt(1 << 12);
    long low = 1L << 63 | random.nextLong() >>> 2;
    uid = new UUID(high, low).toString();
    return this;
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public long sequence() {
    return sequence;
  }

  @Override
  public long loggedMillis() {
    return millis;
  }

  @Override
  public void attestation(JsonLine line) {
    // No chain, nothing to attest.
  }
}
