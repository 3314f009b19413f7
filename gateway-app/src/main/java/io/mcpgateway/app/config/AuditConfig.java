package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where audit records go.
 *
 * @param file appended to, one JSON line for each exchange
 */
public record AuditConfig(Path file, Mode mode) {
  /** How much a crash of the machine may cost. */
  public enum Mode {
    /** Records reach the disk within milliseconds; while they cannot, nothing is forwarded. */
    BATCH,
    /** Records reach the operating system within milliseconds, the disk when it pleases. */
    ASYNC
  }

  static AuditConfig read(@Nullable YamlMap map, Path directory) {
    if (map == null) {
      return new AuditConfig(directory.resolve("audit.jsonl"), Mode.BATCH);
    }
    AuditConfig audit =
        new AuditConfig(
            directory.resolve(map.string("file", "audit.jsonl")),
            map.oneOf("mode", Mode.class, Mode.BATCH));
    map.finish();
    return audit;
  }
}
