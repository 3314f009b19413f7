package io.mcpgateway.policy.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads which resources a {@code subscriptions/listen} request asks for (MCP 2026-07-28, patterns,
 * subscriptions).
 */
final class Subscriptions {
  private static final List<String> MEMBERS = List.of("notifications", "resourceSubscriptions");

  private Subscriptions() {}

  /** The URIs, none if none are asked for, or null if that cannot be read. */
  static @Nullable List<String> resources(JsonObject params) {
    if (AuthorizationStage.hasVariant(params, MEMBERS)) {
      return null;
    }
    if (!params.has("notifications")) {
      return List.of();
    }
    JsonObject notifications = params.object("notifications");
    if (notifications == null || AuthorizationStage.hasVariant(notifications, MEMBERS)) {
      return null;
    }
    String list = notifications.raw("resourceSubscriptions");
    return list == null ? List.of() : strings(list.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable List<String> strings(byte[] json) {
    try (JsonParser parser = Json.parser(json, 0, json.length)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return null;
      }
      List<String> strings = new ArrayList<>();
      while (parser.nextToken() == JsonToken.VALUE_STRING) {
        strings.add(parser.getText());
      }
      return parser.currentToken() == JsonToken.END_ARRAY ? strings : null;
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
