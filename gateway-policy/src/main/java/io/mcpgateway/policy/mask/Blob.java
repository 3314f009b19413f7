package io.mcpgateway.policy.mask;

import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.Span;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Base64 content: the {@code blob} of a resource, the {@code data} of an image or a sound. What
 * decodes to text is text, whatever its MIME type says.
 *
 * @param text null for pictures, sound and video, which pass
 */
record Blob(byte @Nullable [] text, boolean urlSafe) {
  private static final int SNIFFED = 4096;
  private static final List<String> TEXTUAL =
      List.of("json", "xml", "csv", "yaml", "javascript", "html", "x-www-form-urlencoded");

  /** What people see and hear; nobody looks for text in it. */
  private static final List<String> SENSED = List.of("image/", "audio/", "video/", "font/");

  /**
   * Reads the string at {@code valueAt}, a member of the object at {@code object}.
   *
   * @param sure whether it is base64 even without a MIME type beside it
   * @return null if it is no base64
   * @throws UnmaskableException if it should be text but is not, or is binary and may hold text
   */
  static @Nullable Blob read(byte[] json, int object, int valueAt, boolean sure)
      throws UnmaskableException {
    String mimeType =
        JsonObject.at(json, new Span(object, JsonWalk.valueEnd(json, object))).string("mimeType");
    if (mimeType == null && !sure) {
      return null;
    }
    boolean textual = mimeType != null && isTextual(mimeType.toLowerCase(Locale.ROOT));
    String encoded = Json.string(json, new Span(valueAt, JsonWalk.stringEnd(json, valueAt)));
    boolean urlSafe = encoded.indexOf('-') >= 0 || encoded.indexOf('_') >= 0;
    if (!textual && isBinary(encoded, urlSafe)) {
      return binary(mimeType, urlSafe);
    }
    byte[] decoded = decode(encoded, urlSafe);
    if (decoded == null) {
      if (textual) {
        throw new UnmaskableException("base64 of a text cannot be decoded");
      }
      return null;
    }
    if (isText(decoded, true)) {
      return new Blob(decoded, urlSafe);
    }
    if (textual) {
      throw new UnmaskableException("a text in base64 is not UTF-8");
    }
    return binary(mimeType, urlSafe);
  }

  private static Blob binary(@Nullable String mimeType, boolean urlSafe)
      throws UnmaskableException {
    String type = mimeType == null ? "" : mimeType.toLowerCase(Locale.ROOT);
    if (SENSED.stream().noneMatch(type::startsWith)) {
      throw new UnmaskableException("binary content that may hold text");
    }
    return new Blob(null, urlSafe);
  }

  private static boolean isTextual(String mimeType) {
    return mimeType.startsWith("text/") || TEXTUAL.stream().anyMatch(mimeType::contains);
  }

  /** Looks at the beginning only, so that pictures cost little. */
  private static boolean isBinary(String encoded, boolean urlSafe) {
    if (encoded.length() < SNIFFED) {
      return false;
    }
    byte[] beginning = decode(encoded.substring(0, SNIFFED), urlSafe);
    return beginning != null && !isText(beginning, false);
  }

  private static byte @Nullable [] decode(String encoded, boolean urlSafe) {
    try {
      return (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(encoded);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static boolean isText(byte[] bytes, boolean whole) {
    for (byte b : bytes) {
      if (b == 0) {
        return false;
      }
    }
    return Text.isUtf8(bytes, whole);
  }

  String encode(byte[] masked) {
    return (urlSafe ? Base64.getUrlEncoder() : Base64.getEncoder()).encodeToString(masked);
  }
}
