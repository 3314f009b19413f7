package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.auth.token.TokenExplanation.Line;
import io.mcpgateway.auth.token.TokenExplanation.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of an explanation in the making. For one thread. */
final class ExplainedLines {
  private static final int MAX_SHOWN = 200;

  private final List<Line> lines = new ArrayList<>();

  /** One of the verifier's own checks. */
  @FunctionalInterface
  interface Check {
    void run() throws InvalidTokenException;
  }

  List<Line> lines() {
    return lines;
  }

  void good(String step, String text) {
    lines.add(new Line(Mark.GOOD, step, text));
  }

  void note(String step, String text) {
    lines.add(new Line(Mark.NOTE, step, text));
  }

  /**
   * @param problem as the verifier words it: {@code step: why}
   * @param detail more, or empty
   */
  void wrong(String problem, String detail) {
    int colon = problem.indexOf(": ");
    String step = colon < 0 ? "token" : problem.substring(0, colon);
    String why = colon < 0 ? problem : problem.substring(colon + 2);
    lines.add(new Line(Mark.WRONG, step, detail.isEmpty() ? why : why + "; " + detail));
  }

  /** Runs a check and says how it went; answers whether it went well. */
  boolean check(String step, String text, Check check) {
    try {
      check.run();
      good(step, text);
      return true;
    } catch (InvalidTokenException invalid) {
      wrong(invalid.problem(), text);
      return false;
    }
  }

  // Text of the token, fit for any terminal.

  static String shown(@Nullable JsonNode value) {
    if (value == null) {
      return "none";
    }
    return value.isTextual() ? shown(value.textValue()) : visible(value.toString());
  }

  static String shown(String text) {
    return '"' + visible(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }

  /** Control and direction characters as escapes: they can hide and reorder what is shown. */
  private static String visible(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(MAX_SHOWN)
        .forEach(
            point -> {
              switch (Character.getType(point)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    shown.append("\\u{").append(Integer.toHexString(point)).append('}');
                default -> shown.appendCodePoint(point);
              }
            });
    return text.codePointCount(0, text.length()) > MAX_SHOWN ? shown + "…" : shown.toString();
  }

  /** A moment and how far it is from {@code now}. */
  static String moment(long seconds, Instant now) {
    Instant moment = Instant.ofEpochSecond(seconds);
    long distance = seconds - now.getEpochSecond();
    String span = span(Duration.ofSeconds(Math.abs(distance)));
    return moment
        + (distance == 0 ? " (now)" : distance > 0 ? " (in " + span + ")" : " (" + span + " ago)");
  }

  static String span(Duration span) {
    if (span.toDays() >= 2) {
      return span.toDays() + " days";
    }
    if (span.toHours() >= 2) {
      return span.toHours() + " h";
    }
    return span.toMinutes() >= 2 ? span.toMinutes() + " min" : span.toSeconds() + " s";
  }
}
