package io.mcpgateway.app.audit.store;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of a trail is kept.
 *
 * @param age how long ago a segment may have been sealed; null for always
 * @param bytes how large all segments may be together; null for any size
 */
public record Retention(@Nullable Duration age, @Nullable Long bytes) {
  public static final Retention EVERYTHING = new Retention(null, null);

  /**
   * What may go, the oldest first.
   *
   * @param all in order
   * @param below only segments with smaller numbers may go
   */
  List<SegmentFile> surplus(List<SegmentFile> all, int below, Instant now) throws IOException {
    long left = 0;
    for (SegmentFile each : all) {
      left += Files.size(each.path());
    }
    List<SegmentFile> surplus = new ArrayList<>();
    for (SegmentFile each : all) {
      boolean tooOld =
          age != null && Files.getLastModifiedTime(each.path()).toInstant().plus(age).isBefore(now);
      boolean tooMuch = bytes != null && left > bytes;
      if (each.number() >= below || !(tooOld || tooMuch)) {
        break;
      }
      surplus.add(each);
      left -= Files.size(each.path());
    }
    return surplus;
  }
}
