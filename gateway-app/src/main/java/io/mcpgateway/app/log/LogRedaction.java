package io.mcpgateway.app.log;

import io.mcpgateway.policy.detect.Kind;
import io.mcpgateway.policy.mask.TextRedaction;
import java.util.EnumSet;

/**
 * What is left of a text that is logged, or shown to operators: bounded, and without the values in
 * it. Never logs.
 */
public final class LogRedaction {
  /** Characters of one text; what is longer is cut. */
  static final int MAX_LENGTH = 16 * 1024;

  /** A value that begins within what is shown is known by then. */
  private static final int BEYOND = 8 * 1024;

  private static final String CUT = "…";

  /**
   * All but what names machines and things: without it nobody could tell what address is in use or
   * which revocation was added.
   */
  private static final TextRedaction VALUES =
      new TextRedaction(
          EnumSet.complementOf(EnumSet.of(Kind.IPV4, Kind.IPV6, Kind.MAC, Kind.UUID)));

  private LogRedaction() {}

  /** The text, with markers for what was found in it. */
  public static String of(String text) {
    boolean isLong = text.length() > MAX_LENGTH + BEYOND;
    String redacted = VALUES.redact(isLong ? text.substring(0, MAX_LENGTH + BEYOND) : text);
    if (redacted.length() <= MAX_LENGTH) {
      return isLong ? redacted + CUT : redacted;
    }
    boolean split = Character.isHighSurrogate(redacted.charAt(MAX_LENGTH - 1));
    return redacted.substring(0, split ? MAX_LENGTH - 1 : MAX_LENGTH) + CUT;
  }
}
