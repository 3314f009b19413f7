package io.mcpgateway.core.transport;

/**
 * The process-wide settings of the client edge.
 *
 * @param loops how many event loops; one per core is right
 * @param io how they talk to the kernel
 */
public record EdgeSettings(int loops, Io io) {
  /** How event loops talk to the kernel. What is not available here falls back to NIO. */
  public enum Io {
    EPOLL,
    IO_URING,
    NIO
  }

  public EdgeSettings {
    if (loops < 1) {
      throw new IllegalArgumentException("loops: " + loops + " (expected: >= 1)");
    }
  }

  /** One event loop per available processor, on epoll. */
  public static EdgeSettings defaults() {
    return new EdgeSettings(Runtime.getRuntime().availableProcessors(), Io.EPOLL);
  }
}
