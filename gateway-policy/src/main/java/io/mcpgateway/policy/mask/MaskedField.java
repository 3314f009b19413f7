package io.mcpgateway.policy.mask;

import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.model.MaskAction;
import org.jspecify.annotations.Nullable;

/** What takes the place of a field. */
final class MaskedField {
  private static final String REDACTED = "[redacted]";
  private static final String STARS = "****";
  private static final int KEPT = 4;

  private MaskedField() {}

  /** The JSON that replaces the value at {@code value}, or null if it is masked already. */
  static @Nullable String json(byte[] json, Span value, MaskAction action) {
    String masked =
        switch (action) {
          case MaskAction.Nullify() -> "null";
          default ->
              switch (json[value.start()]) {
                case '"' -> Json.quote(string(json, value, action));
                case '{' -> "{}";
                case '[' -> "[]";
                case 't', 'f' -> "false";
                case 'n' -> "null";
                default -> "0";
              };
        };
    return masked.length() == value.length() && masked.equals(value.text(json)) ? null : masked;
  }

  private static String string(byte[] json, Span value, MaskAction action) {
    if (!(action instanceof MaskAction.KeepLast(int count) && count >= KEPT)) {
      return REDACTED;
    }
    String text = Json.string(json, value);
    if (text.codePointCount(0, text.length()) < 2 * KEPT) {
      return STARS;
    }
    return STARS + text.substring(text.offsetByCodePoints(text.length(), -KEPT));
  }
}
