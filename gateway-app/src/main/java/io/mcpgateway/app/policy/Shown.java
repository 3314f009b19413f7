package io.mcpgateway.app.policy;

/** Text as it may stand on a terminal: whoever wrote it would write to that, otherwise. */
public final class Shown {
  private Shown() {}

  /** What would move the cursor, break the line or turn the text around as an escape. */
  public static String of(String text) {
    if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              switch (Character.getType(point)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    shown.append("\\u{").append(Integer.toHexString(point)).append('}');
                default -> shown.appendCodePoint(point);
              }
            });
    return shown.toString();
  }
}
