package io.mcpgateway.app.config;

import io.mcpgateway.app.audit.store.Retention;
import io.mcpgateway.auth.signing.DetachedKey;
import io.mcpgateway.core.config.YamlMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where audit records go, and what that costs an exchange.
 *
 * @param instance what this gateway is called in the chain; null for a name made of its key
 * @param segmentBytes how large a file becomes before the next begins
 * @param segmentAge how old
 * @param freeBytes how much room on the disk is left for what is under way when it fills up
 * @param sinks where records go, too
 */
public record AuditConfig(
    Path directory,
    Mode mode,
    @Nullable String instance,
    long segmentBytes,
    Duration segmentAge,
    Retention retention,
    long freeBytes,
    Checkpoints checkpoints,
    List<SinkConfig> sinks) {
  private static final String DIRECTORY = "audit";
  private static final int DEFAULT_SEGMENT = 64 << 20;
  private static final Duration DEFAULT_AGE = Duration.ofHours(1);
  private static final int DEFAULT_FREE = 32 << 20;
  private static final int MIN_SEGMENT = 64 << 10;

  public AuditConfig {
    sinks = List.copyOf(sinks);
  }

  /** How much a crash may cost. */
  public enum Mode {
    /** Nothing is forwarded, and no reply ends, before that is on disk. */
    STRICT,
    /** Records reach the disk within milliseconds; while they cannot, nothing is forwarded. */
    BATCH,
    /** Records reach the disk when it pleases; nothing waits for them, and some may be lost. */
    ASYNC,
    /** There are none. */
    OFF
  }

  /**
   * When the chain is signed.
   *
   * @param every after how many records
   * @param interval and after how long
   * @param copy where each checkpoint is appended, too; null for nowhere
   * @param key what signs; null for a key of the gateway's own
   */
  public record Checkpoints(
      int every, Duration interval, @Nullable Path copy, @Nullable DetachedKey key) {
    static final Checkpoints DEFAULT = new Checkpoints(5000, Duration.ofMinutes(1), null, null);

    private static Checkpoints read(@Nullable YamlMap map, Path directory) {
      if (map == null) {
        return DEFAULT;
      }
      String copy = map.optionalString("copy");
      Checkpoints checkpoints =
          new Checkpoints(
              map.integer("every", 1, 1_000_000, DEFAULT.every),
              map.duration("interval", DEFAULT.interval),
              copy == null ? null : directory.resolve(copy).normalize(),
              map.has("key") ? key(map) : null);
      map.finish();
      return checkpoints;
    }

    private static @Nullable DetachedKey key(YamlMap map) {
      String text = map.secret("key");
      if (text.isBlank()) {
        // Noted where the secret was read.
        return null;
      }
      try {
        return DetachedKey.parse(text);
      } catch (IllegalArgumentException wrong) {
        map.problem("key", "a private Ed25519 key as PEM (PKCS#8, not encrypted)");
        return null;
      }
    }

    /** Whether it is the same, for which keys are asked what they publish. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Checkpoints that
          && every == that.every
          && interval.equals(that.interval)
          && Objects.equals(copy, that.copy)
          && Objects.equals(published(), that.published());
    }

    @Override
    public int hashCode() {
      return Objects.hash(every, interval, copy);
    }

    private @Nullable String published() {
      return key == null ? null : key.publicPem();
    }
  }

  /** The usual, in {@code directory}. */
  public static AuditConfig in(Path directory, Mode mode) {
    return new AuditConfig(
        directory,
        mode,
        null,
        DEFAULT_SEGMENT,
        DEFAULT_AGE,
        Retention.EVERYTHING,
        DEFAULT_FREE,
        Checkpoints.DEFAULT,
        List.of());
  }

  static AuditConfig read(@Nullable YamlMap map, Path directory) {
    if (map == null) {
      return in(directory.resolve(DIRECTORY), Mode.BATCH);
    }
    if (map.has("file")) {
      map.optionalString("file");
      map.problem("file", "audit.directory instead: a trail is a directory of segments");
    }
    Path trail = directory.resolve(map.string("directory", DIRECTORY)).normalize();
    Mode mode = map.oneOf("mode", Mode.class, Mode.BATCH);
    String instance = map.optionalString("instance");
    if (instance != null && !isName(instance)) {
      map.problem("instance", "1 to 64 letters, digits, '.', '-', '_'");
      instance = null;
    }
    long segmentBytes = DEFAULT_SEGMENT;
    Duration segmentAge = DEFAULT_AGE;
    YamlMap segment = map.map("segment");
    if (segment != null) {
      segmentBytes = segment.size("size", DEFAULT_SEGMENT);
      if (segmentBytes < MIN_SEGMENT) {
        segment.problem("size", "a size of at least 64KiB");
      }
      segmentAge = segment.duration("age", DEFAULT_AGE);
      segment.finish();
    }
    AuditConfig audit =
        new AuditConfig(
            trail,
            mode,
            instance,
            segmentBytes,
            segmentAge,
            retention(map.map("retain")),
            map.size("free-space", DEFAULT_FREE),
            Checkpoints.read(map.map("checkpoints"), directory),
            SinkConfig.read(map.maps("sinks"), directory));
    if (mode == Mode.OFF && !audit.sinks().isEmpty()) {
      map.problem("mode", "strict, batch or async: what sinks get is read from the trail");
    }
    map.finish();
    return audit;
  }

  private static Retention retention(@Nullable YamlMap map) {
    if (map == null) {
      return Retention.EVERYTHING;
    }
    Retention retention =
        new Retention(
            map.has("age") ? map.duration("age", DEFAULT_AGE) : null,
            map.has("size") ? (Long) map.bytes("size", DEFAULT_SEGMENT) : null);
    map.finish();
    return retention;
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= 64
        && text.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '.'
                        || c == '-'
                        || c == '_');
  }
}
