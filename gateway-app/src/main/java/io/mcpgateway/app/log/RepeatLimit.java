package io.mcpgateway.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.event.KeyValuePair;

/**
 * Leaves out warnings and errors that say the same again and again, whatever their details: {@value
 * #MOST} a minute are written. The next one after that says under {@code omitted} how many were
 * not. Thread-safe.
 */
public final class RepeatLimit extends Filter<ILoggingEvent> {
  /** Lines of one kind in a minute. */
  static final int MOST = 30;

  private static final long MINUTE_MILLIS = 60_000;

  /** Beyond so many kinds, all new ones of a logger are one. */
  private static final int MOST_KINDS = 1000;

  private final Map<String, Minute> minutes = new ConcurrentHashMap<>();

  @Override
  public FilterReply decide(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      return FilterReply.NEUTRAL;
    }
    int omitted = minute(event).take(event.getTimeStamp());
    if (omitted < 0) {
      return FilterReply.DENY;
    }
    if (omitted > 0 && event instanceof LoggingEvent line) {
      line.addKeyValuePair(new KeyValuePair("omitted", omitted));
    }
    return FilterReply.NEUTRAL;
  }

  private Minute minute(ILoggingEvent event) {
    String kind = event.getLoggerName() + ' ' + event.getMessage();
    Minute known = minutes.get(kind);
    if (known != null) {
      return known;
    }
    String fitting = minutes.size() < MOST_KINDS ? kind : event.getLoggerName();
    return minutes.computeIfAbsent(fitting, _ -> new Minute());
  }

  /** What there was of one kind since a minute began. */
  private static final class Minute {
    private long began = Long.MIN_VALUE;
    private int written;
    private int omitted;

    /** How many lines were omitted before this one, or −1 if this one is, too. */
    synchronized int take(long now) {
      if (began == Long.MIN_VALUE || now - began >= MINUTE_MILLIS) {
        began = now;
        written = 0;
      }
      if (written == MOST) {
        omitted++;
        return -1;
      }
      written++;
      int before = omitted;
      omitted = 0;
      return before;
    }
  }
}
