package io.mcpgateway.app.log;

import ch.qos.logback.classic.pattern.RootCauseFirstThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The exception of a log line, the root cause first, without the values in its messages. */
public final class ThrowableConverter extends RootCauseFirstThrowableProxyConverter {
  @Override
  public String convert(ILoggingEvent event) {
    String text = super.convert(event);
    if (text.isEmpty()) {
      return text;
    }
    String redacted = LogRedaction.of(text);
    return redacted.endsWith(System.lineSeparator()) ? redacted : redacted + System.lineSeparator();
  }
}
