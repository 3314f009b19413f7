package io.mcpgateway.app.audit.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The segment that is written to. After the first failure nothing is written to it any more: what a
 * descriptor has brought to disk after a failed sync, nobody knows. For one thread.
 */
public final class Segment implements AutoCloseable {
  private final Disk disk;
  private final int number;
  private final Path path;
  private final FileChannel channel;
  private long size;
  private long kept;

  private Segment(Disk disk, int number, Path path, FileChannel channel) {
    this.disk = disk;
    this.number = number;
    this.path = path;
    this.channel = channel;
  }

  /** Makes a new file. */
  static Segment create(Disk disk, int number, Path path) throws IOException {
    FileChannel channel =
        disk.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    return new Segment(disk, number, path, channel);
  }

  public int number() {
    return number;
  }

  public Path path() {
    return path;
  }

  /** Bytes that were appended. */
  public long size() {
    return size;
  }

  /** Bytes that are known to be there. */
  public long kept() {
    return kept;
  }

  /**
   * Appends a whole group.
   *
   * @param sync whether to wait until the disk has it; without, what the operating system took
   *     counts as kept
   */
  public void append(byte[] bytes, int length, boolean sync) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    while (buffer.hasRemaining()) {
      size += channel.write(buffer, size);
    }
    if (sync) {
      sync();
    } else {
      kept = size;
    }
  }

  public void sync() throws IOException {
    channel.force(false);
    kept = size;
  }

  /**
   * After a failure: closes it, and cuts off what may be half a group, on a new descriptor.
   *
   * @return whether the file holds exactly {@link #kept} bytes now
   */
  public boolean cut() {
    close();
    try (FileChannel again = disk.open(path, Set.of(StandardOpenOption.WRITE))) {
      again.truncate(kept);
      again.force(true);
      return again.size() == kept;
    } catch (IOException cannot) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException ignored) {
      // There is nothing left to save: what counts was synced.
    }
  }
}
