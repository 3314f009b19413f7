package io.mcpgateway.app.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file to which whole groups of lines are appended: a group is there entirely or not at all. For
 * one thread.
 */
final class AppendFile {
  private final Path path;
  private final boolean sync;
  private @Nullable FileChannel channel;
  private @Nullable Object key;

  /** The size up to which everything is known to be written. */
  private long good;

  private AppendFile(Path path, boolean sync) {
    this.path = path;
    this.sync = sync;
  }

  static AppendFile open(Path path, boolean sync) throws IOException {
    AppendFile file = new AppendFile(path, sync);
    file.channel();
    return file;
  }

  Path path() {
    return path;
  }

  /** Appends, and waits until the disk has it if that was asked for. */
  void append(byte[] bytes, int length) throws IOException {
    try {
      FileChannel open = channel();
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
      while (buffer.hasRemaining()) {
        open.write(buffer);
      }
      if (sync) {
        open.force(false);
      }
      good = open.size();
    } catch (IOException failure) {
      // After a failed sync nobody knows what this descriptor has written: begin with a new one,
      // and cut off what may be half a group.
      close();
      throw failure;
    }
  }

  /** Opens the path again if it leads to another file now, for example after a rotation. */
  void reopenAtNextWrite() {
    try {
      if (Objects.equals(key, key(path))) {
        return;
      }
    } catch (IOException gone) {
      // Moved away, and nothing in its place: a new file is made.
    }
    close();
  }

  void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException ignored) {
        // There is nothing left to save: what was written was synced.
      }
      channel = null;
    }
  }

  private FileChannel channel() throws IOException {
    if (channel != null) {
      return channel;
    }
    endLastLine();
    FileChannel open = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    try {
      Object opened = key(path);
      if (Files.isRegularFile(path)) {
        lock(open);
        if (opened != null && opened.equals(key) && open.size() > good) {
          open.truncate(good);
        }
      }
      good = open.size();
      key = opened;
    } catch (IOException failure) {
      open.close();
      throw failure;
    }
    channel = open;
    return open;
  }

  /** Two writers would cut off each other's lines when one of them recovers from a failure. */
  private static void lock(FileChannel open) throws IOException {
    try {
      if (open.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException ours) {
      // Another gateway in this process.
    }
    throw new IOException("another gateway writes to it");
  }

  /** A crash may have left half a line; what follows begins on a line of its own. */
  private void endLastLine() throws IOException {
    if (key != null || !Files.isRegularFile(path)) {
      return;
    }
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      long size = file.size();
      if (size > 0 && file.read(last, size - 1) == 1 && last.get(0) != '\n') {
        file.write(ByteBuffer.wrap(new byte[] {'\n'}), size);
      }
    }
  }

  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }
}
