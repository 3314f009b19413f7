package io.mcpgateway.benchmarks.load;

/** How requests arrive. */
sealed interface Load {

  int connections();

  /** What the results call it. */
  String name();

  /** Each connection sends its next request when it has its answer: shows how much goes through. */
  record Closed(int connections) implements Load {
    @Override
    public String name() {
      return "closed";
    }
  }

  /**
   * Requests are due at fixed times, whatever the answers do, and their latency counts from the
   * time they were due: shows how long a client waits.
   */
  record Open(int connections, int perSecond) implements Load {
    @Override
    public String name() {
      return "open";
    }
  }
}
