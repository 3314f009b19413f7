package io.mcpgateway.app.audit.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path directory;

  @Test
  void whatWasKeptAndNotReleasedIsThereInOrder() throws Exception {
    Journal first = open();
    Journal.Slot one = Objects.requireNonNull(keep(first, "one"));
    Journal.Slot two = Objects.requireNonNull(keep(first, "two"));
    keep(first, "three");
    one.release();
    keep(first, "four");
    two.release();

    Journal second = open();
    assertThat(texts(second)).containsExactly("three", "four");
    keep(second, "five");
    assertThat(texts(open())).containsExactly("three", "four", "five");
    second.left().forEach(Journal.Slot::release);
    assertThat(texts(open())).containsExactly("five");
  }

  @Test
  void whatItHasNoRoomForIsNotKept() throws Exception {
    Journal journal = open();
    byte[] large = new byte[Journal.CAPACITY + 1];
    assertThat(journal.keep(large, large.length)).isNull();
    assertThat(journal.keep(large, Journal.CAPACITY)).isNotNull();

    Journal.Slot last = null;
    for (Journal.Slot slot = keep(journal, "x"); slot != null; slot = keep(journal, "x")) {
      last = slot;
    }
    Objects.requireNonNull(last).release();
    assertThat(keep(journal, "y")).isNotNull();
    assertThat(keep(journal, "z")).isNull();
  }

  @Test
  void whatAPowerCutLeftHalfIsNoRecord() throws Exception {
    Journal journal = open();
    keep(journal, "whole");
    keep(journal, "half");
    Path file = directory.resolve("audit.journal");
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, ISO_8859_1).indexOf("half");
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.seek(at);
      cut.write(0);
    }

    assertThat(texts(open())).containsExactly("whole");
  }

  @Test
  void aSmallDiskHasASmallOneAndATinyDiskNone() throws Exception {
    assertThat(open(1 << 20, true)).isNull();
    assertThat(directory.resolve("audit.journal")).doesNotExist();
    assertThat(open(16 << 20, true)).isNotNull();
    assertThat(directory.resolve("audit.journal")).hasSize(1 << 20);
    keep(open(), "kept while it grows");
    assertThat(directory.resolve("audit.journal")).hasSize(8 << 20);
    assertThat(texts(open(0, false))).containsExactly("kept while it grows");
  }

  @Test
  void whoWantsNoneGetsNone() throws Exception {
    assertThat(open(Long.MAX_VALUE, false)).isNull();
    assertThat(directory.resolve("audit.journal")).doesNotExist();
  }

  private Journal open() throws IOException {
    return Objects.requireNonNull(open(Long.MAX_VALUE, true));
  }

  private @Nullable Journal open(long usable, boolean use) throws IOException {
    Disk disk =
        new Disk() {
          @Override
          public FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
            return REAL.open(file, options);
          }

          @Override
          public long usableBytes(Path path) {
            return usable;
          }
        };
    try (TrailDirectory trail = TrailDirectory.open(directory, disk)) {
      return Journal.open(trail, use);
    }
  }

  private static Journal.@Nullable Slot keep(Journal journal, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return journal.keep(bytes, bytes.length);
  }

  private static List<String> texts(@Nullable Journal journal) {
    return Objects.requireNonNull(journal).left().stream()
        .map(slot -> new String(slot.read(), UTF_8))
        .toList();
  }
}
