package io.mcpgateway.policy.model;

import java.time.Duration;
import java.util.List;

/**
 * How often one principal may make the same call of a tool: with the same arguments.
 *
 * @param tools which tools; every tool if empty
 * @param times how many calls are let through in any {@code within}, 1 to {@link #MAX_TIMES}
 */
public record Repeat(String name, List<Glob> tools, int times, Duration within, Mode mode) {
  public static final int MAX_TIMES = 100;

  public Repeat {
    tools = List.copyOf(tools);
    if (times < 1 || times > MAX_TIMES || !within.isPositive()) {
      throw new IllegalArgumentException(
          "repeat: " + times + " within " + within + " (expected: 1 to " + MAX_TIMES + ", > 0)");
    }
  }

  /** The same rule, only observed. */
  public Repeat observed() {
    return new Repeat(name, tools, times, within, Mode.OBSERVE);
  }

  /** Whether it counts calls of {@code tool}. */
  public boolean counts(String tool) {
    if (tools.isEmpty()) {
      return true;
    }
    for (Glob glob : tools) {
      if (glob.matches(tool)) {
        return true;
      }
    }
    return false;
  }
}
