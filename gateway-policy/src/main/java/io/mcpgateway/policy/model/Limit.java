package io.mcpgateway.policy.model;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How many requests may come, how fast.
 *
 * @param tools which tool calls count; if empty, every request, or every tool call if the key has
 *     {@link Element#TOOL}
 * @param key requests that agree in all of these share one bucket
 * @param amount how many requests {@code per} period, at least 1
 * @param burst how many requests a bucket that was left alone for long lets through at once
 */
public record Limit(
    String name, List<Glob> tools, Set<Element> key, int amount, Duration per, int burst) {
  public Limit {
    tools = List.copyOf(tools);
    key = Set.copyOf(key);
    if (amount < 1 || burst < 1 || !per.isPositive()) {
      throw new IllegalArgumentException(
          "limit: " + amount + "/" + per + ", burst " + burst + " (expected: all > 0)");
    }
  }

  /** What a bucket is told apart by. */
  public enum Element {
    PRINCIPAL,
    TOOL,
    ROUTE
  }

  public boolean countsToolCallsOnly() {
    return !tools.isEmpty() || key.contains(Element.TOOL);
  }
}
