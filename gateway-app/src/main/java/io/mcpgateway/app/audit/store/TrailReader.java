package io.mcpgateway.app.audit.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a trail in their order, from a place on, also while they are written. What a
 * segment ends with that is no whole line is left out. For one thread.
 */
public final class TrailReader implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;
  private static final int MAX_LINE = 4 << 20;

  private final Path directory;
  private final Supplier<TrailPosition> kept;
  private @Nullable InputStream in;
  private TrailPosition position;

  /** Bytes that were read and not handed out: from {@code begin} to {@code end} of the buffer. */
  private byte[] buffer = new byte[CHUNK];

  private int begin;
  private int end;

  /**
   * @param kept how far the trail may be read: what its writer may still take back lies behind it
   */
  public TrailReader(Path directory, TrailPosition from, Supplier<TrailPosition> kept) {
    this.directory = directory;
    this.position = from;
    this.kept = kept;
  }

  /** What has been handed out lies before it. */
  public TrailPosition position() {
    return position;
  }

  /**
   * The next records, each without the end of its line.
   *
   * @param most how many
   * @param bytes how long they may be together; a record that is longer comes alone
   * @return empty if there is nothing more for now
   */
  public List<byte[]> next(int most, int bytes) throws IOException {
    List<byte[]> records = new ArrayList<>();
    long left = bytes;
    while (records.size() < most) {
      byte[] line = line();
      if (line == null) {
        break;
      }
      left -= line.length;
      if (left < 0 && !records.isEmpty()) {
        break;
      }
      take(line.length + 1);
      records.add(line);
    }
    return records;
  }

  /** The next line, which is not taken yet; null if there is none. */
  private byte @Nullable [] line() throws IOException {
    int searched = begin;
    while (true) {
      for (int i = searched; i < end; i++) {
        if (buffer[i] == '\n') {
          return Arrays.copyOfRange(buffer, begin, i);
        }
      }
      int scanned = end - begin;
      // Asked before the file is: what is kept of an earlier segment is all there then.
      TrailPosition limit = kept.get();
      if (!fill(limit) && !advance(limit)) {
        return null;
      }
      searched = end > begin ? begin + Math.min(scanned, end - begin) : begin;
    }
  }

  private void take(int bytes) {
    begin += bytes;
    position = new TrailPosition(position.segment(), position.offset() + bytes);
  }

  /** Reads more of the segment; whether there was any. */
  private boolean fill(TrailPosition limit) throws IOException {
    if (in == null) {
      return false;
    }
    if (begin > 0) {
      System.arraycopy(buffer, begin, buffer, 0, end - begin);
      end -= begin;
      begin = 0;
    }
    if (end == buffer.length) {
      if (end >= MAX_LINE) {
        throw new IOException("a line of more than " + MAX_LINE + " bytes in " + position);
      }
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    long room = buffer.length - end;
    if (limit.segment() == position.segment()) {
      room = Math.min(room, limit.offset() - position.offset() - end);
    }
    int read = room <= 0 ? 0 : in.read(buffer, end, (int) room);
    end += Math.max(read, 0);
    return read > 0;
  }

  /** Goes to the segment that the position is in, or to the next; whether there may be more. */
  private boolean advance(TrailPosition limit) throws IOException {
    boolean opened = in != null;
    for (SegmentFile each : SegmentFile.in(directory)) {
      boolean here = !opened && each.number() == position.segment();
      if (here || each.number() > position.segment()) {
        if (!isKept(each, limit)) {
          return false;
        }
        // Whoever reads what another process writes sees its last lines only now.
        return fill(limit) || open(each, here ? position.offset() : 0);
      }
    }
    return false;
  }

  /** Whether any of it is: what is not may be replaced by another file. */
  private static boolean isKept(SegmentFile segment, TrailPosition limit) {
    return segment.number() < limit.segment()
        || segment.number() == limit.segment() && limit.offset() > 0;
  }

  private boolean open(SegmentFile segment, long offset) throws IOException {
    InputStream next;
    try {
      next = segment.read();
    } catch (NoSuchFileException renamed) {
      // Compressed since the directory was listed.
      return false;
    }
    close();
    in = next;
    begin = 0;
    end = 0;
    position = new TrailPosition(segment.number(), offset);
    try {
      next.skipNBytes(offset);
    } catch (EOFException shorter) {
      // The disk has lost the end with the power, and nothing is added to such a segment.
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
      in = null;
    }
  }
}
