package io.mcpgateway.app.audit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailReaderTest {
  @TempDir private Path trail;
  private TrailPosition kept = TrailPosition.END;

  @Test
  void readsSegmentAfterSegmentPackedOrNot() throws Exception {
    packed(1, "a\nbb\n");
    plain(2, "ccc\n");
    plain(4, "d\n");

    try (TrailReader reader = reader(TrailPosition.START)) {
      assertThat(next(reader, 3)).containsExactly("a", "bb", "ccc");
      assertThat(reader.position()).isEqualTo(new TrailPosition(2, 4));
      assertThat(next(reader, 3)).containsExactly("d");
      assertThat(next(reader, 3)).isEmpty();
    }
  }

  @Test
  void goesOnFromAPositionAlsoIfTheSegmentWasPackedSince() throws Exception {
    packed(3, "a\nbb\nccc\n");

    try (TrailReader reader = reader(new TrailPosition(3, 5))) {
      assertThat(next(reader, 9)).containsExactly("ccc");
      assertThat(reader.position()).isEqualTo(new TrailPosition(3, 9));
    }
  }

  @Test
  void goesOnWithWhatIsThereIfItsSegmentIsNot() throws Exception {
    plain(5, "e\n");

    try (TrailReader reader = reader(new TrailPosition(3, 500))) {
      assertThat(next(reader, 9)).containsExactly("e");
    }
  }

  @Test
  void followsWhatIsAppendedAndWaitsForTheEndOfALine() throws Exception {
    plain(1, "a\nhal");

    try (TrailReader reader = reader(TrailPosition.START)) {
      assertThat(next(reader, 9)).containsExactly("a");
      plain(1, "f\n");
      assertThat(next(reader, 9)).containsExactly("half");
      plain(1, "last\n");
      plain(2, "next\n");
      assertThat(next(reader, 9)).containsExactly("last", "next");
    }
  }

  @Test
  void leavesOutHalfALineThatNothingFollows() throws Exception {
    plain(1, "a\ntorn");
    plain(2, "b\n");

    try (TrailReader reader = reader(TrailPosition.START)) {
      assertThat(next(reader, 9)).containsExactly("a", "b");
    }
  }

  @Test
  void readsNothingThatMayBeTakenBack() throws Exception {
    plain(1, "a\n");
    plain(2, "b\nc\n");

    kept = new TrailPosition(1, 2);
    try (TrailReader reader = reader(TrailPosition.START)) {
      assertThat(next(reader, 9)).containsExactly("a");
      // It was: the group did not get to the disk, and its place takes another.
      Files.delete(trail.resolve("audit-00000002.jsonl"));
      plain(2, "x\nyy\n");
      kept = new TrailPosition(2, 2);
      assertThat(next(reader, 9)).containsExactly("x");
      kept = new TrailPosition(2, 5);
      assertThat(next(reader, 9)).containsExactly("yy");
    }
  }

  @Test
  void aBatchIsAsLongAsAskedForAndARecordThatIsLongerComesAlone() throws Exception {
    String large = "x".repeat(200_000);
    plain(1, "aa\nbb\n" + large + "\ncc\n");

    try (TrailReader reader = reader(TrailPosition.START)) {
      assertThat(text(reader.next(9, 5))).containsExactly("aa", "bb");
      assertThat(text(reader.next(9, 5))).containsExactly(large);
      assertThat(text(reader.next(9, 5))).containsExactly("cc");
    }
  }

  private TrailReader reader(TrailPosition from) {
    return new TrailReader(trail, from, () -> kept);
  }

  private static List<String> next(TrailReader reader, int most) throws IOException {
    return text(reader.next(most, 1 << 20));
  }

  private static List<String> text(List<byte[]> records) {
    List<String> text = new ArrayList<>();
    records.forEach(each -> text.add(new String(each, UTF_8)));
    return text;
  }

  private void plain(int number, String more) throws IOException {
    Files.writeString(
        SegmentFile.plain(trail, number),
        more,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void packed(int number, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    Path plain = SegmentFile.plain(trail, number);
    Files.write(plain.resolveSibling(plain.getFileName() + ".gz"), bytes.toByteArray());
  }
}
