package io.mcpgateway.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {
  private static final int LIMIT = 11 * 1024 * 1024;
  private static final String CORPUS =
      "\uFEFF: hello\r\n\r\n"
          + "id: 1\ndata:\n\n"
          + "event: endpoint\rdata: /x\r\r"
          + "data: a\r\ndata: b\ndata:  c\r\r\n"
          + "retry: 5000\r\n\r\n"
          + "retry: x\nid: \0\nnonsense\nunknown: 1\nDATA: no\ndata\n\n"
          + "event:\ndata: ü€😀\u2028end\n\n:\n:\n:\n"
          + "data: last, without a blank line\n";

  private final List<String> events = new ArrayList<>();
  private int comments;

  private SseReader reader(int limit) {
    return new SseReader(limit, this::remember, () -> comments++);
  }

  private void remember(SseEvent event) {
    events.add(
        event.name()
            + "|"
            + new String(event.data(), UTF_8)
            + "|"
            + event.id()
            + "|"
            + event.retry());
  }

  private List<String> read(byte[] bytes, int... cuts) {
    events.clear();
    comments = 0;
    SseReader reader = reader(LIMIT);
    int from = 0;
    try {
      for (int cut : cuts) {
        reader.read(bytes, from, cut - from);
        from = cut;
      }
      reader.read(bytes, from, bytes.length - from);
    } catch (SseReader.TooLargeException tooLarge) {
      throw new AssertionError(tooLarge);
    }
    return List.copyOf(events);
  }

  @Test
  void theCorpusIsReadAsTheStandardSays() {
    assertThat(read(CORPUS.getBytes(UTF_8)))
        .containsExactly(
            "message||1|null",
            "endpoint|/x|null|null",
            "message|a\nb\n c|null|null",
            "message||null|5000",
            "message||null|null",
            "message|ü€😀\u2028end|null|null");
    assertThat(comments).isEqualTo(4);
  }

  @Test
  void itIsReadTheSameHoweverItIsCut() {
    byte[] bytes = CORPUS.getBytes(UTF_8);
    List<String> whole = read(bytes);

    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second++) {
        assertThat(read(bytes, first, second))
            .as("cut at %d and %d", first, second)
            .isEqualTo(whole);
      }
    }
    int[] everywhere = new int[bytes.length];
    Arrays.setAll(everywhere, i -> i);
    assertThat(read(bytes, everywhere)).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({"1", "1000", "65536"})
  void anEventOfTenMegabytesPassesInPiecesOfAnySize(int piece) throws Exception {
    byte[] event = ("data: " + "x".repeat(10 * 1024 * 1024) + "\n\n").getBytes(UTF_8);
    List<SseEvent> heard = new ArrayList<>();
    SseReader reader = new SseReader(LIMIT, heard::add, () -> {});

    for (int from = 0; from < event.length; from += piece) {
      reader.read(event, from, Math.min(piece, event.length - from));
    }

    assertThat(heard).hasSize(1);
    assertThat(heard.getFirst().data()).hasSize(10 * 1024 * 1024);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: xxxxxxxxxxxx",
        "data: xxx\ndata: xxx\ndata: xxx",
        ":xxxxxxxxxxxxxxxx",
        "xxxxxxxxxxxxx"
      })
  void whatIsLargerThanTheLimitIsRefusedBeforeItEnds(String text) {
    byte[] bytes = text.getBytes(UTF_8);

    assertThatThrownBy(() -> reader(10).read(bytes, 0, bytes.length))
        .isInstanceOf(SseReader.TooLargeException.class);
    assertThatThrownBy(
            () -> {
              SseReader reader = reader(10);
              for (int i = 0; i < bytes.length; i++) {
                reader.read(bytes, i, 1);
              }
            })
        .isInstanceOf(SseReader.TooLargeException.class);
  }

  @Test
  void aFloodOfCommentsIsNoEventAndNeedsNoMemory() throws Exception {
    byte[] flood = ":\n".repeat(100_000).getBytes(UTF_8);
    SseReader reader = reader(10);

    for (int i = 0; i < 20; i++) {
      reader.read(flood, 0, flood.length);
    }

    assertThat(events).isEmpty();
    assertThat(comments).isEqualTo(2_000_000);
  }
}
