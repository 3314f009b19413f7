package io.mcpgateway.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that files of the configuration changed. Looks at them again and again, because that is
 * what works with every file system, with mounted directories whose symbolic links are swapped
 * (Kubernetes), and with editors that write a new file in place of the old one.
 *
 * <p>Has one thread, on which every reload happens: there are never two at once.
 */
public final class ConfigWatch implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(ConfigWatch.class);

  private final Duration interval;
  private final Reload reload;
  private final Thread thread;
  private final Semaphore triggers = new Semaphore(0);
  private Set<Path> files;
  private volatile boolean closed;

  /** What made a reload happen. */
  public enum Cause {
    /** A file changed. */
    FILE,
    /** {@link #trigger} was called. */
    SIGNAL
  }

  /** Loads the configuration again. */
  @FunctionalInterface
  public interface Reload {
    /** The files to watch from now on. Must not throw. */
    Set<Path> reload(Cause cause);
  }

  /** What tells one state of a file from another; its content need not be read for that. */
  private record State(String realPath, long modifiedNanos, long size, String key) {
    static final State MISSING = new State("", 0, 0, "");

    static State of(Path file) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new State(
            file.toRealPath().toString(),
            attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
            attributes.size(),
            String.valueOf(attributes.fileKey()));
      } catch (IOException missing) {
        return MISSING;
      }
    }
  }

  /**
   * @param files what the configuration in force was read from
   */
  public ConfigWatch(Duration interval, Set<Path> files, Reload reload) {
    this.interval = interval;
    this.files = files;
    this.reload = reload;
    Map<Path, State> loaded = states();
    this.thread = Thread.ofPlatform().daemon().name("config-watch").start(() -> watch(loaded));
  }

  /** Reload now, whether anything changed or not. */
  public void trigger() {
    triggers.release();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void watch(Map<Path, State> atStart) {
    Map<Path, State> loaded = atStart;
    Map<Path, State> before = atStart;
    while (!closed) {
      try {
        boolean triggered = triggers.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS);
        triggers.drainPermits();
        Map<Path, State> now = states();
        // A change counts once it holds still: files are seldom written in one go.
        boolean changed = !now.equals(loaded) && now.equals(before);
        before = now;
        if (triggered || changed) {
          // Taken before reading: what changes while it is being read is noticed afterwards.
          files = reload.reload(triggered ? Cause.SIGNAL : Cause.FILE);
          loaded = merged(now);
          before = loaded;
        }
      } catch (InterruptedException stop) {
        return;
      } catch (RuntimeException bug) {
        logger.error("watching the configuration failed; trying again", bug);
      }
    }
  }

  private Map<Path, State> merged(Map<Path, State> known) {
    Map<Path, State> merged = new HashMap<>();
    for (Path file : files) {
      State state = known.get(file);
      merged.put(file, state == null ? State.of(file) : state);
    }
    return merged;
  }

  private Map<Path, State> states() {
    Map<Path, State> states = new HashMap<>();
    for (Path file : files) {
      states.put(file, State.of(file));
    }
    return states;
  }
}
