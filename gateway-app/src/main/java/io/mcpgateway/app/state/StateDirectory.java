package io.mcpgateway.app.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory of small files that outlive the process. Created with the first write, for its
 * owner alone; a file is replaced as a whole or not at all. Blocks; thread-safe for different
 * files, and for one file the last write wins.
 */
public final class StateDirectory {
  private static final int MAX_BYTES = 16 << 20;
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path directory;

  public StateDirectory(Path directory) {
    this.directory = directory;
  }

  /** Where {@code name} is, whether or not it is there. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** The content of {@code name}, or null if there is no such file. */
  public byte @Nullable [] read(String name) throws IOException {
    Path file = file(name);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  /** Replaces the content of {@code name}; it is on disk when this returns. */
  public void write(String name, byte[] content) throws IOException {
    create();
    Path written = Files.createTempFile(directory, name, ".new", OWNERS_FILE);
    try {
      try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        channel.force(true);
      }
      Files.move(written, file(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private void create() throws IOException {
    Path parent = directory.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(directory, OWNERS_DIRECTORY);
    } catch (FileAlreadyExistsException there) {
      if (!Files.isDirectory(directory)) {
        throw there;
      }
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
