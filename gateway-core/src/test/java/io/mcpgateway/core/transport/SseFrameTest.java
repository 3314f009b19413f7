package io.mcpgateway.core.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.protocol.SseReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseFrameTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverIsWrittenIsReadAgainAndNothingElse(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 300; i++) {
      String data =
          random
              .ints(random.nextInt(40), 0, 6)
              .mapToObj(piece -> List.of("x", "\n", "\r", "\r\n", "é", "id: ").get(piece))
              .reduce("", String::concat);
      String id = random.nextBoolean() ? "id-" + i : null;
      Long retry = random.nextBoolean() ? 5000L : null;
      String expected = data.replace("\r\n", "\n").replace('\r', '\n');

      assertThat(read(data, id, retry))
          .as("seed %d, run %d", seed, i)
          .containsExactly("message|" + expected + "|" + id + "|" + retry);
    }
  }

  private static List<String> read(String data, @Nullable String id, @Nullable Long retry)
      throws Exception {
    ByteBuf frame =
        SseFrame.event(UnpooledByteBufAllocator.DEFAULT, data.getBytes(UTF_8), id, retry);
    byte[] written = ByteBufUtil.getBytes(frame);
    frame.release();
    List<String> heard = new ArrayList<>();
    new SseReader(
            10_000,
            event ->
                heard.add(
                    event.name()
                        + "|"
                        + new String(event.data(), UTF_8)
                        + "|"
                        + event.id()
                        + "|"
                        + event.retry()),
            () -> {})
        .read(written, 0, written.length);
    return heard;
  }
}
