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
  /** One line, whatever stands in the file: keys and values may have line breaks in them. */
  @Override
  public String toString() {
    return visible(text());
  }

  private String text() {
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

  /** Control and format characters as escapes: they could hide or forge a line. */
  private static String visible(String text) {
    if (text.codePoints().noneMatch(Problem::isInvisible)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            point -> {
              if (isInvisible(point)) {
                shown.append("\\u{").append(Integer.toHexString(point)).append('}');
              } else {
                shown.appendCodePoint(point);
              }
            });
    return shown.toString();
  }

  private static boolean isInvisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
