package io.mcpgateway.app.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/** What a log line is about, such as its exchange, without the values in it. */
public final class KeysConverter extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs == null || pairs.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (KeyValuePair pair : pairs) {
      text.append(' ').append(pair.key).append('=').append(pair.value);
    }
    return LogRedaction.of(text.toString());
  }
}
