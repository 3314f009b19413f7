package io.mcpgateway.app.config;

/**
 * What a settings record says of a value that it does not take; its messages read {@code key: value
 * (expected: expectation)}. The line and the value are for the map to say, and a secret for nobody.
 *
 * @param key empty if the message has another form
 */
record Rejection(String key, String expected) {
  private static final String EXPECTED = "(expected: ";

  static Rejection of(IllegalArgumentException wrong) {
    String message = String.valueOf(wrong.getMessage());
    int colon = message.indexOf(':');
    int expected = message.indexOf(EXPECTED);
    return colon < 0 || expected < colon || !message.endsWith(")")
        ? new Rejection("", message)
        : new Rejection(
            message.substring(0, colon),
            message.substring(expected + EXPECTED.length(), message.length() - 1));
  }
}
