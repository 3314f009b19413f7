package io.mcpgateway.app.audit.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A segment of a trail as it lies on disk: {@code audit-00000001.jsonl}, or the same with {@code
 * .gz}.
 *
 * @param number from 1 on
 */
public record SegmentFile(int number, Path path, boolean compressed) {
  private static final String PREFIX = "audit-";
  private static final String PLAIN = ".jsonl";
  private static final String GZIP = ".gz";
  private static final int DIGITS = 8;
  private static final int BUFFER = 64 * 1024;

  /** The highest number that a name has room for. */
  public static final int MAX_NUMBER = 99_999_999;

  /** Where the segment is while it is written. */
  static Path plain(Path directory, int number) {
    return directory.resolve(PREFIX + String.format("%0" + DIGITS + "d", number) + PLAIN);
  }

  Path compressedPath() {
    return compressed ? path : path.resolveSibling(path.getFileName() + GZIP);
  }

  /** What a name says, or null if it is not that of a segment. */
  public static @Nullable SegmentFile of(Path path) {
    Path last = path.getFileName();
    String name = last == null ? "" : last.toString();
    boolean compressed = name.endsWith(GZIP);
    String plain = compressed ? name.substring(0, name.length() - GZIP.length()) : name;
    if (!plain.startsWith(PREFIX)
        || !plain.endsWith(PLAIN)
        || plain.length() != PREFIX.length() + DIGITS + PLAIN.length()) {
      return null;
    }
    int number = 0;
    for (int i = PREFIX.length(); i < PREFIX.length() + DIGITS; i++) {
      int digit = plain.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      number = number * 10 + digit;
    }
    return number == 0 ? null : new SegmentFile(number, path, compressed);
  }

  /** All in a directory, in order. One that is there twice has not been replaced yet: the plain. */
  public static List<SegmentFile> in(Path directory) throws IOException {
    TreeMap<Integer, SegmentFile> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        SegmentFile segment = of(file);
        if (segment != null) {
          found.merge(segment.number, segment, (one, other) -> one.compressed ? other : one);
        }
      }
    }
    return List.copyOf(found.values());
  }

  /** What was written, unpacked. */
  public InputStream read() throws IOException {
    InputStream in = Files.newInputStream(path);
    try {
      return compressed ? new GZIPInputStream(in, BUFFER) : new BufferedInputStream(in, BUFFER);
    } catch (IOException unreadable) {
      in.close();
      throw unreadable;
    }
  }
}
