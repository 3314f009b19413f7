package io.mcpgateway.app.log;

/**
 * What log lines look like, and which there are.
 *
 * @param level the least important lines that are written
 */
public record LogSettings(Format format, Level level) {

  /** How a line is written. */
  public enum Format {
    /** For people: time, level, message. */
    TEXT,
    /** For programs: one JSON object a line. */
    JSON
  }

  /** How important a line is. */
  public enum Level {
    /** Something does not work. */
    ERROR,
    /** Something works, but not as it should. */
    WARN,
    /** What the gateway does. */
    INFO,
    /** And how. */
    DEBUG
  }
}
