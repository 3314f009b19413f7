package io.mcpgateway.app.audit.sink;

import java.time.Duration;

/** Does something unless it is closed in time: for calls that know no time limit of their own. */
final class TimeLimit implements AutoCloseable {
  private final Thread thread;

  private TimeLimit(Thread thread) {
    this.thread = thread;
  }

  static TimeLimit of(Duration limit, Runnable expired) {
    return new TimeLimit(
        Thread.startVirtualThread(
            () -> {
              try {
                Thread.sleep(limit);
                expired.run();
              } catch (InterruptedException inTime) {
                // Nothing is to be done.
              }
            }));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
