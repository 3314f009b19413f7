package io.mcpgateway.app.admin;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What the admin listener shows. Every supplier may be asked at any time, on any thread.
 *
 * @param readiness whether the gateway wants traffic
 * @param metrics the exposition
 * @param configVersion the version of the configuration in force
 * @param config its files as they were written, by name
 */
public record AdminPages(
    Supplier<Readiness> readiness,
    Supplier<String> metrics,
    Supplier<String> configVersion,
    Supplier<Map<String, String>> config) {

  /**
   * @param reason one or two words, for people
   */
  public record Readiness(boolean ready, String reason) {}
}
