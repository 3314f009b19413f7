package io.mcpgateway.core.upstream;

import org.jspecify.annotations.Nullable;

/** Whether header values are what W3C Trace Context says they are. */
public final class TraceContext {
  private static final int PARENT_LENGTH = 55;
  private static final int MAX_STATE_LENGTH = 512;

  private TraceContext() {}

  /** Version 00: {@code 00-<32 hex>-<16 hex>-<2 hex>}, neither id all zeros. */
  public static boolean isParent(@Nullable String value) {
    return value != null
        && value.length() == PARENT_LENGTH
        && value.startsWith("00-")
        && isId(value, 3, 35)
        && value.charAt(35) == '-'
        && isId(value, 36, 52)
        && value.charAt(52) == '-'
        && isHex(value.charAt(53))
        && isHex(value.charAt(54));
  }

  static boolean isState(@Nullable String value) {
    if (value == null || value.isEmpty() || value.length() > MAX_STATE_LENGTH) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < 0x20 || value.charAt(i) > 0x7E) {
        return false;
      }
    }
    return true;
  }

  private static boolean isId(String value, int from, int to) {
    boolean allZeros = true;
    for (int i = from; i < to; i++) {
      if (!isHex(value.charAt(i))) {
        return false;
      }
      allZeros &= value.charAt(i) == '0';
    }
    return !allZeros;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
