package io.mcpgateway.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class TestClock implements InstantSource {
  private Instant now;

  /** A clock that stands at {@code start}. */
  public TestClock(Instant start) {
    this.now = start;
  }

  /** A clock that stands at a moment of no significance. */
  public TestClock() {
    this(Instant.parse("2026-11-20T12:00:00Z"));
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  public synchronized void set(Instant instant) {
    now = instant;
  }

  /** Moves the clock; a negative {@code step} moves it back. */
  public synchronized void advance(Duration step) {
    now = now.plus(step);
  }
}
