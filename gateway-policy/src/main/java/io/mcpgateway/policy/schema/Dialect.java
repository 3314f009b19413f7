package io.mcpgateway.policy.schema;

import com.networknt.schema.SpecificationVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a schema means that does not say it itself with {@code $schema}.
 *
 * <p>MCP 2025-11-25 and later: JSON Schema 2020-12. Servers of earlier revisions were free, and
 * what most of them had is draft-07; read as that, what only one of the two knows is let through
 * rather than misunderstood.
 */
public enum Dialect {
  DRAFT_2020_12(SpecificationVersion.DRAFT_2020_12),
  DRAFT_07(SpecificationVersion.DRAFT_7);

  private final SpecificationVersion version;

  Dialect(SpecificationVersion version) {
    this.version = version;
  }

  SpecificationVersion version() {
    return version;
  }

  /**
   * Of the tools of a server.
   *
   * @param protocolVersion the revision of MCP that it is spoken to in, or null if nobody said,
   *     which means an early one
   */
  public static Dialect of(@Nullable String protocolVersion) {
    return protocolVersion == null || protocolVersion.compareTo("2025-11-25") < 0
        ? DRAFT_07
        : DRAFT_2020_12;
  }
}
