package io.mcpgateway.app.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends each checkpoint to a second file, which somebody who can change the trail should not be
 * able to change. Where that fails, the checkpoints are appended later. For one thread.
 */
final class CheckpointCopy {
  private static final Logger logger = LoggerFactory.getLogger(CheckpointCopy.class);
  private static final int MAX_WAITING = 1000;

  private final Path path;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private boolean failing;

  CheckpointCopy(Path path) {
    this.path = path;
  }

  /**
   * @param line with its end
   */
  void append(byte[] line) {
    if (waiting.size() == MAX_WAITING) {
      waiting.removeFirst();
    }
    waiting.addLast(line);
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (!waiting.isEmpty()) {
        ByteBuffer next = ByteBuffer.wrap(waiting.getFirst());
        while (next.hasRemaining()) {
          file.write(next);
        }
        waiting.removeFirst();
      }
      file.force(false);
      failing = false;
    } catch (IOException failure) {
      if (!failing) {
        failing = true;
        logger.warn(
            "audit: checkpoints cannot be copied to {}: {}; the latest {} are appended later",
            path,
            failure.toString(),
            MAX_WAITING);
      }
    }
  }
}
