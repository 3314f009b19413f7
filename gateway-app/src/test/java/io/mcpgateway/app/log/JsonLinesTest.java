package io.mcpgateway.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** A line of JSON is one line and one object, and holds no value. */
class JsonLinesTest {
  private final LoggerContext context = new LoggerContext();

  @Test
  void aLineSaysWhatItIsAbout() throws IOException {
    LoggingEvent event = event("exchange of {} refused", "jane.doe@acme-corp.com", null);
    event.addKeyValuePair(new KeyValuePair("exchangeId", "x-1"));
    event.addKeyValuePair(new KeyValuePair("card", "4539 5787 6362 1486"));
    event.addKeyValuePair(new KeyValuePair("level", "made up"));

    assertThat(line(event))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"time": "2026-11-27T10:00:00Z", "level": "WARN",
                     "logger": "io.mcpgateway.test", "message": "exchange of [email] refused",
                     "exchangeId": "x-1", "card": "[card]"}"""));
  }

  @Test
  void anExceptionIsOneTextWithItsCauseFirst() throws IOException {
    Exception failure =
        new IllegalStateException(
            "outer\nline of jane.doe@acme-corp.com", new IOException("4539578763621486\u2028"));

    String exception = line(event("a defect", "", failure)).path("exception").asText();

    assertThat(exception).startsWith("java.io.IOException: [card]").contains("Wrapped by");
    assertThat(exception).doesNotContain("jane.doe", "4539");
  }

  private JsonNode line(LoggingEvent event) throws IOException {
    JsonLines lines = new JsonLines();
    lines.setContext(context);
    lines.start();
    String line = new String(lines.encode(event), StandardCharsets.UTF_8);
    assertThat(line).endsWith("}\n");
    assertThat(line.strip()).isPrintable();
    return new ObjectMapper().readTree(line);
  }

  private LoggingEvent event(String message, String argument, @Nullable Throwable thrown) {
    LoggingEvent event =
        new LoggingEvent(
            "test",
            context.getLogger("io.mcpgateway.test"),
            Level.WARN,
            message,
            thrown,
            new Object[] {argument});
    event.setTimeStamp(java.time.Instant.parse("2026-11-27T10:00:00Z").toEpochMilli());
    return event;
  }
}
