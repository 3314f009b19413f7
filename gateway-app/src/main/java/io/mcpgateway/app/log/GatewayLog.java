package io.mcpgateway.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The log of the process. It goes to standard error, and has one format and level at a time. */
public final class GatewayLog {
  private static final String TEXT = "stderr";
  private static final String JSON = "json";

  /** Under what name Logback keeps the appender that is not in use. */
  private static final String BEFORE = "gateway.log.before";

  private GatewayLog() {}

  /**
   * Takes over what libraries log through {@code java.util.logging}, and what ends a thread: these
   * would go to standard error as they are, with whatever is in them.
   */
  public static void takeOver() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    // No logger is made yet: a command may still say what the log is like.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, defect) ->
            LoggerFactory.getLogger(GatewayLog.class)
                .error("a defect ended thread {}", thread.getName(), defect));
  }

  /** From now on lines are written so. */
  public static synchronized void apply(LogSettings settings) {
    Logger root = root();
    root.setLevel(Level.valueOf(settings.level().name()));
    boolean json = settings.format() == LogSettings.Format.JSON;
    if (json == (root.getAppender(JSON) != null)) {
      return;
    }
    Appender<ILoggingEvent> before = root.getAppender(json ? TEXT : JSON);
    // The new one first: no line is lost, and one may be there twice.
    root.addAppender(json ? jsonAppender(root.getLoggerContext()) : textAppender(root));
    root.detachAppender(before);
    root.getLoggerContext().putObject(BEFORE, before);
  }

  /** The one of {@code logback.xml}, which was there before. */
  @SuppressWarnings("unchecked") // Put there above.
  private static Appender<ILoggingEvent> textAppender(Logger root) {
    return (Appender<ILoggingEvent>) root.getLoggerContext().getObject(BEFORE);
  }

  private static Appender<ILoggingEvent> jsonAppender(LoggerContext context) {
    JsonLines encoder = new JsonLines();
    encoder.setContext(context);
    encoder.start();
    RepeatLimit limit = new RepeatLimit();
    limit.setContext(context);
    limit.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName(JSON);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.addFilter(limit);
    appender.start();
    return appender;
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
