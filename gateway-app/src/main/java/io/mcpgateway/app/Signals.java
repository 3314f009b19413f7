package io.mcpgateway.app;

import sun.misc.Signal;

/**
 * What the operating system tells the process. The JDK has no other way to hear SIGHUP, or to end
 * with 0 after SIGTERM; {@code jdk.unsupported} is part of every JDK 25.
 */
final class Signals {
  private Signals() {}

  /** SIGTERM, and what a terminal sends for Ctrl-C. */
  static void onStop(Runnable action) {
    handle("TERM", action);
    handle("INT", action);
  }

  /** Where there is no such signal, nothing will ever call. */
  static void onHangup(Runnable action) {
    handle("HUP", action);
  }

  private static void handle(String name, Runnable action) {
    try {
      Signal.handle(new Signal(name), _ -> action.run());
    } catch (IllegalArgumentException unknownHere) {
      // Windows has no SIGHUP; `java -Xrs` keeps signals for itself.
    }
  }
}
