package io.mcpgateway.app.audit.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on its way to a trail, in a file that is mapped into memory: it is there when the process
 * is killed, without anybody having waited for a disk. When the machine loses power, what was kept
 * in the last seconds may not be there; the checksum of each slot tells what is.
 *
 * <p>The file has all its blocks from the beginning, because a mapped file with holes kills who
 * writes into them on a full disk. Slots are used last in, first out, so that few pages are touched
 * again and again. Any thread keeps; slots are read and released by one.
 */
public final class Journal {
  private static final Logger logger = LoggerFactory.getLogger(Journal.class);

  private static final String NAME = "audit.journal";
  private static final int SLOT = 4 * 1024;
  private static final int SLOTS = 2048;

  /** With fewer it is not worth having one. */
  private static final int FEWEST_SLOTS = 64;

  /** It takes at most this part of what the disk has left. */
  private static final int PART = 16;

  private static final int LENGTH_AT = 0;
  private static final int CHECKSUM_AT = 4;
  private static final int ORDER_AT = 8;
  private static final int BYTES_AT = 16;

  /** How much one slot holds. */
  public static final int CAPACITY = SLOT - BYTES_AT;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final VarHandle LENGTH = INT.varHandle();

  private final MemorySegment memory;
  private final Deque<Slot> free = new ConcurrentLinkedDeque<>();
  private final List<Slot> left;
  private final AtomicLong order = new AtomicLong();
  private volatile boolean broken;

  private Journal(MemorySegment memory) {
    this.memory = memory;
    List<Slot> found = new ArrayList<>();
    for (int i = 0; i < memory.byteSize() / SLOT; i++) {
      Slot slot = new Slot((long) i * SLOT);
      if (slot.isWhole()) {
        found.add(slot);
      } else if (slot.length() == 0) {
        free.addLast(slot);
      } else {
        slot.release();
      }
    }
    found.sort(Comparator.comparingLong(Slot::order));
    order.set(found.isEmpty() ? 0 : found.getLast().order());
    this.left = List.copyOf(found);
  }

  /** Room for what is kept. */
  public final class Slot {
    private final long at;

    private Slot(long at) {
      this.at = at;
    }

    private long order() {
      return memory.get(LONG, at + ORDER_AT);
    }

    private int length() {
      return (int) LENGTH.getAcquire(memory, at + LENGTH_AT);
    }

    private boolean isWhole() {
      int length = length();
      return length > 0
          && length <= CAPACITY
          && memory.get(INT, at + CHECKSUM_AT) == checksum(read(), length);
    }

    /** What is kept in it. */
    public byte[] read() {
      byte[] bytes = new byte[length()];
      read(bytes);
      return bytes;
    }

    /**
     * The same.
     *
     * @param into has {@link #CAPACITY}, or as much as is needed
     * @return how many bytes it is
     */
    public int read(byte[] into) {
      int length = length();
      MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at + BYTES_AT, into, 0, length);
      return length;
    }

    private void write(byte[] bytes, int length) {
      MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at + BYTES_AT, length);
      memory.set(LONG, at + ORDER_AT, order.incrementAndGet());
      memory.set(INT, at + CHECKSUM_AT, checksum(bytes, length));
      // Last: whoever finds the file sees all of it or nothing.
      LENGTH.setRelease(memory, at + LENGTH_AT, length);
    }

    /** What it holds need not be kept any more. */
    public void release() {
      LENGTH.setRelease(memory, at + LENGTH_AT, 0);
      free.addFirst(this);
    }
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /**
   * Goes on with the journal of a trail.
   *
   * @param use whether anything is to be kept; without, only what was left is of interest
   * @return null if there is none, and none is wanted or there is no room for it
   * @throws IOException if it cannot be read or made
   */
  public static @Nullable Journal open(TrailDirectory directory, boolean use) throws IOException {
    Path path = directory.path().resolve(NAME);
    long size = Files.exists(path) ? Files.size(path) / SLOT * SLOT : 0;
    if (use && size < (long) SLOTS * SLOT) {
      size = grow(path, directory, size);
    }
    if (size < (long) FEWEST_SLOTS * SLOT) {
      if (use) {
        logger.warn(
            "audit: no room for a journal in {}; every reply waits until its record is on disk",
            directory);
      }
      return null;
    }
    try (FileChannel file =
        FileChannel.open(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE))) {
      return new Journal(file.map(FileChannel.MapMode.READ_WRITE, 0, size, Arena.ofAuto()));
    }
  }

  /** Makes it as large as there is room for. */
  private static long grow(Path path, TrailDirectory directory, long size) throws IOException {
    long room = directory.usableBytes() / PART / SLOT * SLOT;
    long wanted = Math.min((long) SLOTS * SLOT, size + room);
    if (wanted < (long) FEWEST_SLOTS * SLOT) {
      return size;
    }
    try (FileChannel file =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            TrailDirectory.OWNERS_FILE)) {
      ByteBuffer zeros = ByteBuffer.allocate(SLOT * FEWEST_SLOTS);
      for (long at = size; at < wanted; ) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), wanted - at));
        at += file.write(zeros, at);
      }
      file.force(true);
    }
    directory.sync();
    return wanted;
  }

  /**
   * What an earlier process kept and did not release, in the order in which it was kept. To be
   * released like everything else.
   */
  public List<Slot> left() {
    return left;
  }

  /**
   * Keeps the first {@code length} of {@code bytes}.
   *
   * @return null if there is no room, or something is wrong with the file
   */
  public @Nullable Slot keep(byte[] bytes, int length) {
    if (length > CAPACITY || broken) {
      return null;
    }
    Slot slot = free.pollFirst();
    if (slot == null) {
      return null;
    }
    try {
      slot.write(bytes, length);
      return slot;
    } catch (InternalError fault) {
      // What the JVM makes of the signal, if somebody cut the file off or its disk failed.
      broken = true;
      logger.error(
          "audit: the journal cannot be written to; every reply waits for the disk", fault);
      return null;
    }
  }
}
