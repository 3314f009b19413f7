package io.mcpgateway.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** A problem that comes a thousand times does not make a thousand lines, and none goes unsaid. */
class RepeatLimitTest {
  private final LoggerContext context = new LoggerContext();
  private final RepeatLimit limit = new RepeatLimit();

  @Test
  void whatSaysTheSameIsLeftOutAndCounted() {
    long written =
        IntStream.range(0, 1000)
            .filter(i -> passes(line(Level.WARN, "upstream {} is down", "u" + i, 1_000 + i)))
            .count();
    assertThat(written).isEqualTo(RepeatLimit.MOST);
    assertThat(passes(line(Level.WARN, "something else", "", 2_500))).isTrue();

    LoggingEvent later = line(Level.WARN, "upstream {} is down", "u", 62_000);
    assertThat(passes(later)).isTrue();
    assertThat(later.getKeyValuePairs())
        .containsExactly(new KeyValuePair("omitted", 1000 - RepeatLimit.MOST));

    LoggingEvent next = line(Level.WARN, "upstream {} is down", "u", 62_001);
    assertThat(passes(next)).isTrue();
    assertThat(next.getKeyValuePairs()).isNull();
  }

  @Test
  void whatTheGatewayDoesIsNoProblem() {
    assertThat(
            IntStream.range(0, 1000)
                .allMatch(i -> passes(line(Level.INFO, "configuration {}", "c" + i, 1))))
        .isTrue();
  }

  @Test
  void messagesThatAreMadeUpDoNotFillMemory() {
    long written =
        IntStream.range(0, 50_000)
            .filter(i -> passes(line(Level.ERROR, "made up " + i, "", 1)))
            .count();
    assertThat(written).isLessThan(1_100);
  }

  private boolean passes(LoggingEvent line) {
    return limit.decide(line) != FilterReply.DENY;
  }

  private LoggingEvent line(Level level, String message, String argument, long millis) {
    LoggingEvent event =
        new LoggingEvent(
            "test",
            context.getLogger("io.mcpgateway.test"),
            level,
            message,
            null,
            new Object[] {argument});
    event.setTimeStamp(millis);
    return event;
  }
}
