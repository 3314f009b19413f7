package io.mcpgateway.app.demo;

import java.io.PrintWriter;

/** Writes the demo to a terminal, in colour if it has any. For one thread. */
final class Screen {
  private static final int WIDTH = 96;

  private final PrintWriter out;
  private final boolean colored;

  Screen(PrintWriter out, boolean colored) {
    this.out = out;
    this.colored = colored;
  }

  void title(String text) {
    line("");
    line(paint("1;36", "── " + text + " " + "─".repeat(Math.max(0, WIDTH - text.length() - 4))));
  }

  void say(String text) {
    line(text);
  }

  /** A command that the user can paste. */
  void command(String command) {
    command.lines().forEach(each -> line(paint("33", "  " + each)));
  }

  /** A result, cut to the width of a screen. */
  void show(String who, String what) {
    String room = what.length() > WIDTH * 3 ? what.substring(0, WIDTH * 3) + "…" : what;
    line("  " + paint("1", String.format("%-8s", who)) + " " + room);
  }

  void good(String what) {
    line(paint("32", "  ✓ " + what));
  }

  void bad(String what) {
    line(paint("1;31", "  ✗ " + what));
  }

  private String paint(String code, String text) {
    return colored ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  private void line(String text) {
    out.println(text);
    out.flush();
  }
}
