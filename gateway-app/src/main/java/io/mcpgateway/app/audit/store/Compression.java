package io.mcpgateway.app.audit.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Replaces a sealed segment with a compressed one that was read back and is the same.
 *
 * <p>Records repeat each other so much that a low level makes them nearly as small as a high one,
 * for a third of the work.
 */
final class Compression {
  private static final int BUFFER = 64 * 1024;
  private static final int LEVEL = 3;

  private Compression() {}

  /**
   * @param pause called between two pieces of the work
   */
  static void compress(SegmentFile segment, TrailDirectory directory, Runnable pause)
      throws IOException {
    Path plain = segment.path();
    Path packed = segment.compressedPath();
    Path written = packed.resolveSibling(packed.getFileName() + ".new");
    Files.deleteIfExists(written);
    try {
      write(plain, written, pause);
      requireSame(plain, written, pause);
      Files.setLastModifiedTime(written, Files.getLastModifiedTime(plain));
      Files.move(written, packed, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
    directory.sync();
    Files.delete(plain);
    directory.sync();
  }

  private static void write(Path plain, Path written, Runnable pause) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                written,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                TrailDirectory.OWNERS_FILE);
        InputStream in = Files.newInputStream(plain)) {
      OutputStream out = Channels.newOutputStream(channel);
      Gzip gzip = new Gzip(out);
      byte[] chunk = new byte[BUFFER];
      for (int size = in.read(chunk); size >= 0; ) {
        gzip.write(chunk, 0, size);
        size = in.read(chunk);
        if (size >= 0) {
          pause.run();
        }
      }
      gzip.finish();
      channel.force(true);
    }
  }

  private static void requireSame(Path plain, Path written, Runnable pause) throws IOException {
    byte[] expected = new byte[BUFFER];
    byte[] found = new byte[BUFFER];
    try (InputStream original = Files.newInputStream(plain);
        InputStream packed = new GZIPInputStream(Files.newInputStream(written), BUFFER)) {
      int size;
      do {
        size = original.readNBytes(expected, 0, BUFFER);
        int unpacked = packed.readNBytes(found, 0, BUFFER);
        if (!Arrays.equals(expected, 0, size, found, 0, unpacked)) {
          throw new IOException(written + " is not what was compressed");
        }
        if (size == BUFFER) {
          pause.run();
        }
      } while (size == BUFFER);
    }
  }

  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(LEVEL);
    }
  }
}
