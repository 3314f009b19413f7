package io.mcpgateway.app.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The body of a question about what is in force: one JSON object. */
record RequestBody(byte[] bytes, ObjectNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BODY = "body";

  /** A body that cannot be used, with everything that is wrong with it. */
  static final class WrongBodyException extends Exception {
    private static final long serialVersionUID = 1;

    WrongBodyException(String message) {
      super(message);
    }
  }

  static RequestBody read(byte[] bytes) throws WrongBodyException {
    try (JsonParser parser = Json.parser(bytes, 0, bytes.length)) {
      JsonNode json = JSON.readTree(parser);
      if (json instanceof ObjectNode object && parser.nextToken() == null) {
        return new RequestBody(bytes, object);
      }
    } catch (IOException malformed) {
      throw new WrongBodyException("body: no JSON (expected: one JSON object)");
    }
    throw new WrongBodyException("body: not one object (expected: one JSON object)");
  }

  /**
   * Takes out a member, as its JSON is written, so that nothing shows it or reads anything into it;
   * null if there is none.
   */
  byte @Nullable [] take(String name) throws WrongBodyException {
    if (json.remove(name) == null) {
      return null;
    }
    if (!Arrays.equals(bytes, text(bytes).getBytes(StandardCharsets.UTF_8))) {
      throw new WrongBodyException("body: not UTF-8 (expected: JSON in UTF-8)");
    }
    Span span = JsonObject.at(bytes, new Span(0, bytes.length)).span(name);
    if (span == null) {
      throw new IllegalStateException(name + ": found by one reader alone");
    }
    return Arrays.copyOfRange(bytes, span.start(), span.end());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What is left of it, read by the same reader as test files: JSON is YAML. */
  YamlMap map(Problems problems) {
    return YamlMap.parse(BODY, json.toString(), problems, _ -> null);
  }

  /** The route that {@code body} names; if there is none, that is a problem. */
  static @Nullable RouteConfig route(YamlMap body, LoadedConfig now) {
    String path = body.string("route");
    for (RouteConfig route : now.gateway().routes()) {
      if (route.path().equals(path)) {
        return route;
      }
    }
    if (body.has("route")) {
      body.problem("route", "the path of a route in force");
    }
    return null;
  }

  static void refuse(Problems problems) throws WrongBodyException {
    if (!problems.isEmpty()) {
      StringBuilder text = new StringBuilder();
      problems.all().forEach(each -> text.append(text.isEmpty() ? "" : "\n").append(each));
      throw new WrongBodyException(text.toString());
    }
  }

  @Override
  public String toString() {
    return "RequestBody[" + bytes.length + "]";
  }
}
