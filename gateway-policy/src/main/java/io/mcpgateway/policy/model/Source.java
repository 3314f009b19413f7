package io.mcpgateway.policy.model;

import org.jspecify.annotations.Nullable;

/**
 * Where something stands in a policy, for explanations.
 *
 * @param file as it would be typed from the directory of {@code gateway.yaml}; null for what stands
 *     nowhere, such as {@code permit-all}
 * @param line counted from 1
 */
public record Source(@Nullable String file, int line) {
  public static final Source NONE = new Source(null, 0);

  @Override
  public String toString() {
    return file == null ? "-" : file + ":" + line;
  }
}
