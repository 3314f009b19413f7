package io.mcpgateway.core.config;

/**
 * One mistake in a configuration file.
 *
 * @param file as the operator named it
 * @param line from 1
 * @param key the path of keys, for example {@code routes[0].path}; empty for the file as a whole
 * @param value what stands there, shortened; empty if nothing does, {@code ***} for a secret
 * @param expected what should stand there
 */
public record Problem(String file, int line, String key, String value, String expected) {
  @Override
  public String toString() {
    return file
        + ":"
        + line
        + ": "
        + (key.isEmpty() ? "" : key + ": ")
        + (value.isEmpty() ? "" : value + " ")
        + "(expected: "
        + expected
        + ")";
  }
}
