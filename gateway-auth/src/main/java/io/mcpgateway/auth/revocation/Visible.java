package io.mcpgateway.auth.revocation;

/** Text that can be shown, logged and compared: well-formed, without control characters. */
final class Visible {
  private Visible() {}

  static void require(String name, String value, int maxLength) {
    if (value.isBlank() || value.length() > maxLength || !isVisible(value)) {
      throw new IllegalArgumentException(
          name
              + ": "
              + (value.length() > maxLength ? value.length() + " characters" : "not visible text")
              + " (expected: 1 to "
              + maxLength
              + " characters of visible text)");
    }
  }

  private static boolean isVisible(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isHighSurrogate(character)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isISOControl(character) || Character.isSurrogate(character)) {
        return false;
      }
    }
    return true;
  }
}
