package io.mcpgateway.core.protocol;

import java.util.List;
import java.util.Optional;

/** A revision of the MCP specification that the gateway speaks. */
public enum ProtocolVersion {
  V2025_03_26("2025-03-26", Era.LEGACY),
  V2025_06_18("2025-06-18", Era.LEGACY),
  V2025_11_25("2025-11-25", Era.LEGACY),
  V2026_07_28("2026-07-28", Era.MODERN);

  private static final List<ProtocolVersion> ALL = List.of(values());

  private final String text;
  private final Era era;

  ProtocolVersion(String text, Era era) {
    this.text = text;
    this.era = era;
  }

  /** As it stands on the wire, for example {@code 2025-11-25}. */
  public String text() {
    return text;
  }

  public Era era() {
    return era;
  }

  /** Empty if the gateway does not speak {@code text}. */
  public static Optional<ProtocolVersion> of(String text) {
    for (ProtocolVersion version : ALL) {
      if (version.text.equals(text)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** Every version of {@code era}, oldest first. */
  public static List<ProtocolVersion> of(Era era) {
    return ALL.stream().filter(version -> version.era == era).toList();
  }
}
