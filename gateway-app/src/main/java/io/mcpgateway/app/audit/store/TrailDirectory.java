package io.mcpgateway.app.audit.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** The directory of a trail, which one gateway at a time holds. */
public final class TrailDirectory implements AutoCloseable {
  static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---"));
  private static final String LOCK = "audit.lock";

  private final Path path;
  private final Disk disk;
  private final FileChannel lock;

  private TrailDirectory(Path path, Disk disk, FileChannel lock) {
    this.path = path;
    this.disk = disk;
    this.lock = lock;
  }

  /**
   * Makes the directory if there is none, and holds it until {@link #close}.
   *
   * @throws IOException if it cannot be written to, or another gateway holds it
   */
  public static TrailDirectory open(Path path, Disk disk) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(path, OWNERS_DIRECTORY);
    } catch (FileAlreadyExistsException there) {
      if (!Files.isDirectory(path)) {
        throw new IOException("it is no directory", there);
      }
    }
    FileChannel lock =
        FileChannel.open(
            path.resolve(LOCK),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            OWNERS_FILE);
    try {
      lock(lock);
    } catch (IOException held) {
      lock.close();
      throw held;
    }
    return new TrailDirectory(path, disk, lock);
  }

  /** Two writers would break each other's chain. */
  private static void lock(FileChannel file) throws IOException {
    try {
      if (file.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException ours) {
      // Another gateway in this process.
    }
    throw new IOException("another gateway writes to it");
  }

  public Path path() {
    return path;
  }

  public List<SegmentFile> segments() throws IOException {
    return SegmentFile.in(path);
  }

  /** Makes a new segment, whose name is on disk when this returns. */
  public Segment create(int number) throws IOException {
    Segment segment = Segment.create(disk, number, SegmentFile.plain(path, number));
    try {
      sync();
    } catch (IOException failure) {
      segment.close();
      throw failure;
    }
    return segment;
  }

  /**
   * Cuts a segment off behind {@code size} bytes. What is cut off lies beside it afterwards.
   *
   * @return the name of the file with what was cut off
   */
  public String cut(SegmentFile segment, long size) throws IOException {
    Path rest = segment.path().resolveSibling(segment.path().getFileName() + ".torn");
    try (FileChannel file =
            FileChannel.open(
                segment.path(), Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
        FileChannel torn =
            FileChannel.open(
                rest, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), OWNERS_FILE)) {
      long end = file.size();
      for (long at = size; at < end; ) {
        at += file.transferTo(at, end - at, torn);
      }
      torn.force(true);
      file.truncate(size);
      file.force(true);
    }
    sync();
    return String.valueOf(rest.getFileName());
  }

  public void remove(SegmentFile segment) throws IOException {
    Files.delete(segment.path());
    sync();
  }

  /** Brings names to disk: of files that were made, renamed or removed. */
  void sync() throws IOException {
    try (FileChannel names = FileChannel.open(path, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  public long usableBytes() throws IOException {
    return disk.usableBytes(path);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException ignored) {
      // It was only a lock.
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
