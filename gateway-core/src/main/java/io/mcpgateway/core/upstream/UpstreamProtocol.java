package io.mcpgateway.core.upstream;

/** Which era an upstream is configured to speak. */
public enum UpstreamProtocol {
  /** The gateway finds out, and remembers. */
  AUTO,
  MODERN,
  LEGACY,
  /** The HTTP+SSE transport of 2024-11-05. */
  SSE
}
