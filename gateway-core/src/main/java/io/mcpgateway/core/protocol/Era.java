package io.mcpgateway.core.protocol;

import java.util.Locale;

/**
 * A generation of the protocol. An era belongs to one hop (client to gateway, or gateway to
 * upstream), never to the path from end to end.
 */
public enum Era {
  /** 2026-07-28 and later: stateless, every request carries its {@code _meta} envelope. */
  MODERN,
  /** 2025-03-26 to 2025-11-25: {@code initialize}, sessions, GET streams. */
  LEGACY,
  /** The HTTP+SSE transport of 2024-11-05. */
  SSE;

  /** The era's name in configuration, logs, audit records and error messages. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
