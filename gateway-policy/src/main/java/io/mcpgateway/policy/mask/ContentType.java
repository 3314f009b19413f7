package io.mcpgateway.policy.mask;

import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.Span;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an object of a message says about itself. */
final class ContentType {
  private ContentType() {}

  /**
   * The MIME type of the content that the object at {@code at} is, without parameters and in lower
   * case; null if it does not say.
   */
  static @Nullable String of(byte[] json, int at) {
    JsonObject object = object(json, at);
    String type = object.string("mimeType");
    if (type == null) {
      return "text".equals(object.string("type")) ? "text/plain" : null;
    }
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }

  /** What the entry of a list is called; empty if it does not say. */
  static String entry(byte[] json, int at, String list) {
    String key =
        switch (list) {
          case "resources" -> "uri";
          case "resourceTemplates" -> "uriTemplate";
          default -> "name";
        };
    String name = object(json, at).string(key);
    return name == null ? "" : name;
  }

  private static JsonObject object(byte[] json, int at) {
    return JsonObject.at(json, new Span(at, JsonWalk.valueEnd(json, at)));
  }
}
