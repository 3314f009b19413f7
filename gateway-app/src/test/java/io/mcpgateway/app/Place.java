package io.mcpgateway.app;

import io.mcpgateway.core.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A place in what an upstream says where a value can stand.
 *
 * @param said what the client asks, so that the upstream says it
 * @param when whether it is the response or comes before it
 * @param template the members of a response behind its id, or a whole message, with {@code $} for a
 *     JSON string
 * @param writing what stands in the string, of what is to be said
 */
record Place(
    String name, Asked said, When when, String template, UnaryOperator<String> writing, Eras eras) {

  /** What a client asks: a method, members of its parameters, and what {@code Mcp-Name} says. */
  enum Asked {
    TOOL("tools/call", "\"name\":\"t\",\"arguments\":{}", "t"),
    READ("resources/read", "\"uri\":\"a:b\"", "a:b"),
    PROMPT("prompts/get", "\"name\":\"p\"", "p"),
    TOOLS("tools/list", "", null),
    PROMPTS("prompts/list", "", null),
    RESOURCES("resources/list", "", null),
    TEMPLATES("resources/templates/list", "", null),
    COMPLETE(
        "completion/complete",
        "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"},\"argument\":{\"name\":\"x\",\"value\":\"y\"}",
        null),
    INITIALIZE(
        "initialize",
        "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}",
        null),
    DISCOVER("server/discover", "", null);

    final String method;
    final String params;
    final @Nullable String named;

    Asked(String method, String params, @Nullable String named) {
      this.method = method;
      this.params = params;
      this.named = named;
    }
  }

  /** When in a reply it is said. */
  enum When {
    RESPONSE,
    /** On a stream, before the response. */
    MEANWHILE
  }

  /** Who says such a thing. */
  enum Eras {
    BOTH,
    LEGACY,
    MODERN;

    boolean include(boolean modern) {
      return this == BOTH || (this == MODERN) == modern;
    }
  }

  private static final List<Place> PLACES = new ArrayList<>();

  /** All of them. */
  static final List<Place> ALL = all();

  /**
   * Those where a value stands as a number: {@code $} is the member's name, {@code #} the number.
   */
  static final List<Place> NUMBERS =
      List.of(
          result(
              "number in structuredContent",
              Asked.TOOL,
              "\"content\":[],\"structuredContent\":{\"a\":[{$:#}]}"),
          result(
              "number in JSON in text",
              Asked.TOOL,
              "\"content\":[{\"type\":\"text\",\"text\":\"{\\\"a\\\":{\\\"%\\\":#}}\"}]"),
          result(
              "number with a fraction", Asked.TOOL, "\"content\":[],\"structuredContent\":{$:#.0}"),
          result("number in error.data", Asked.TOOL, "")
              .with("\"error\":{\"code\":-32603,\"message\":\"m\",\"data\":{$:#}}"),
          meanwhile(
              "number in notifications/message",
              Eras.BOTH,
              notification("notifications/message", "\"level\":\"info\",\"data\":{$:#}")));

  private static List<Place> all() {
    String text = "\"content\":[{\"type\":\"text\",\"text\":$}]";
    add(result("text block", Asked.TOOL, text));
    add(result("isError text", Asked.TOOL, text + ",\"isError\":true"));
    add(
        result("JSON that is a text", Asked.TOOL, text)
            .writing(s -> "{\"a\":" + Json.quote(s) + "}"));
    add(
        result("JSON array that is a text", Asked.TOOL, text)
            .writing(s -> "[1," + Json.quote(s) + "]"));
    add(result("JSON string that is a text", Asked.TOOL, text).writing(Json::quote));
    add(
        result("JSON in JSON in a text", Asked.TOOL, text)
            .writing(
                s ->
                    "{\"a\":"
                        + Json.quote("[" + Json.quote("{\"b\":" + Json.quote(s) + "}") + "]")
                        + "}"));
    add(
        result("JSON in prose", Asked.TOOL, text)
            .writing(s -> "I found {\"a\": " + Json.quote(s) + "} there, see?"));
    add(
        result("JSON with escapes that is a text", Asked.TOOL, text)
            .writing(s -> "{\"a\":" + escaped(s) + "}"));
    add(
        result("JSON with escapes in prose", Asked.TOOL, text)
            .writing(s -> "I found {\"a\": [" + escaped(s) + "]} there"));
    add(
        result("JSON with escapes in a fence", Asked.TOOL, text)
            .writing(s -> "```json\n{\n  \"a\": " + escaped(s) + "\n}\n```"));
    add(
        result("JSON in a fence", Asked.TOOL, text)
            .writing(s -> "Here:\n```json\n{\n  \"a\": [" + Json.quote(s) + "]\n}\n```\nDone."));
    add(
        result("name in JSON in a text", Asked.TOOL, text)
            .writing(s -> "{" + Json.quote(s) + ": 1}"));
    add(
        result("JSON lines", Asked.TOOL, text)
            .writing(s -> "{\"a\":1}\n{\"a\":" + Json.quote(s) + "}\n"));
    add(
        result(
            "structuredContent",
            Asked.TOOL,
            "\"content\":[],\"structuredContent\":{\"a\":[[{\"b\":$}]]}"));
    add(
        result(
            "structuredContent that is a string",
            Asked.TOOL,
            "\"content\":[],\"structuredContent\":$"));
    add(
        result(
            "name in structuredContent",
            Asked.TOOL,
            "\"content\":[],\"structuredContent\":{\"a\":{$:1}}"));
    add(
        result(
                "JSON in structuredContent",
                Asked.TOOL,
                "\"content\":[],\"structuredContent\":{\"a\":$}")
            .writing(s -> "{\"b\":" + Json.quote(s) + "}"));
    add(
        result(
            "both copies",
            Asked.TOOL,
            "\"content\":[{\"type\":\"text\",\"text\":\"{\\\"a\\\":~}\"}],\"structuredContent\":{\"a\":$}"));
    String resource = "\"content\":[{\"type\":\"resource\",\"resource\":{\"uri\":\"a:b\",";
    add(result("embedded resource's text", Asked.TOOL, resource + "\"text\":$}}]"));
    add(
        result(
                "embedded resource's text/plain blob",
                Asked.TOOL,
                resource + "\"mimeType\":\"text/plain\",\"blob\":$}}]")
            .writing(Place::base64));
    add(
        result(
                "embedded resource's JSON blob",
                Asked.TOOL,
                resource + "\"mimeType\":\"application/json\",\"blob\":$}}]")
            .writing(s -> base64("{\"a\":" + Json.quote(s) + "}")));
    add(
        result("embedded resource's blob", Asked.TOOL, resource + "\"blob\":$}}]")
            .writing(Place::base64));
    add(
        result("embedded resource's blob for URLs", Asked.TOOL, resource + "\"blob\":$}}]")
            .writing(
                s ->
                    Base64.getUrlEncoder()
                        .encodeToString(("???>>> " + s).getBytes(StandardCharsets.UTF_8))));
    add(
        result(
                "embedded resource's octet-stream",
                Asked.TOOL,
                resource + "\"mimeType\":\"application/octet-stream\",\"blob\":$}}]")
            .writing(Place::base64));
    add(
        result(
                "picture that is text",
                Asked.TOOL,
                "\"content\":[{\"type\":\"image\",\"mimeType\":\"image/svg+xml\",\"data\":$}]")
            .writing(Place::base64));
    add(
        result(
                "resource_link's uri",
                Asked.TOOL,
                "\"content\":[{\"type\":\"resource_link\",\"name\":\"n\",\"uri\":$}]")
            .writing(s -> "a:b?q=" + s));
    add(
        result(
            "resource_link's name",
            Asked.TOOL,
            "\"content\":[{\"type\":\"resource_link\",\"uri\":\"a:b\",\"name\":$}]"));
    add(
        result(
            "resource_link's title and description",
            Asked.TOOL,
            "\"content\":[{\"type\":\"resource_link\",\"uri\":\"a:b\",\"name\":\"n\",\"title\":$,\"description\":$}]"));
    add(
        result(
            "annotations of content",
            Asked.TOOL,
            "\"content\":[{\"type\":\"text\",\"text\":\"x\",\"annotations\":{\"x\":$},\"_meta\":{\"y\":$}}]"));
    add(
        result(
            "unknown content",
            Asked.TOOL,
            "\"content\":[{\"type\":\"new\",\"said\":[{\"x\":$}]}]"));
    add(
        result(
            "resources/read text",
            Asked.READ,
            "\"contents\":[{\"uri\":\"a:b\",\"mimeType\":\"text/plain\",\"text\":$}]"));
    add(
        result("resources/read uri", Asked.READ, "\"contents\":[{\"uri\":$,\"text\":\"x\"}]")
            .writing(s -> "a:b?q=" + s));
    add(
        result("resources/read blob", Asked.READ, "\"contents\":[{\"uri\":\"a:b\",\"blob\":$}]")
            .writing(Place::base64));
    add(
        result(
            "prompts/get message",
            Asked.PROMPT,
            "\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":$}}]"));
    add(result("prompts/get description", Asked.PROMPT, "\"description\":$,\"messages\":[]"));
    String tool = "\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"";
    add(
        result(
            "tool's description and title",
            Asked.TOOLS,
            "\"tools\":[{\"name\":\"t\",\"title\":$,\"description\":$,\"inputSchema\":{\"type\":\"object\"}}]"));
    add(
        result(
            "argument's description",
            Asked.TOOLS,
            tool + ",\"properties\":{\"a\":{\"description\":$}}}}]"));
    add(
        result(
            "argument's default",
            Asked.TOOLS,
            tool + ",\"properties\":{\"a\":{\"default\":$}}}}]"));
    add(
        result(
            "argument's enum",
            Asked.TOOLS,
            tool + ",\"properties\":{\"a\":{\"enum\":[\"x\",$]}}}}]"));
    add(result("argument's const", Asked.TOOLS, tool + ",\"properties\":{\"a\":{\"const\":$}}}}]"));
    add(
        result(
            "argument's examples",
            Asked.TOOLS,
            tool + ",\"properties\":{\"a\":{\"examples\":[$]}}}}]"));
    add(
        result(
            "tool's annotations",
            Asked.TOOLS,
            tool + "},\"annotations\":{\"title\":$},\"_meta\":{\"x\":$}}]"));
    add(
        result(
            "output schema",
            Asked.TOOLS,
            tool + "},\"outputSchema\":{\"type\":\"object\",\"description\":$}}]"));
    add(
        result(
            "prompt's description",
            Asked.PROMPTS,
            "\"prompts\":[{\"name\":\"p\",\"description\":$,\"arguments\":[{\"name\":\"x\",\"description\":$}]}]"));
    add(
        result(
            "resource's description",
            Asked.RESOURCES,
            "\"resources\":[{\"uri\":\"a:b\",\"name\":$,\"description\":$}]"));
    add(
        result(
            "template's description",
            Asked.TEMPLATES,
            "\"resourceTemplates\":[{\"uriTemplate\":\"a:{x}\",\"name\":\"n\",\"description\":$}]"));
    add(result("completion", Asked.COMPLETE, "\"completion\":{\"values\":[\"x\",$]}"));
    add(result("error.message", Asked.TOOL, "").with("\"error\":{\"code\":-32603,\"message\":$}"));
    add(
        result("error.data", Asked.TOOL, "")
            .with("\"error\":{\"code\":-32603,\"message\":\"m\",\"data\":{\"x\":[$]}}"));
    add(
        result("error.data that is a string", Asked.READ, "")
            .with("\"error\":{\"code\":-32002,\"message\":\"m\",\"data\":$}"));
    add(result("_meta", Asked.TOOL, "\"content\":[],\"_meta\":{\"example.com/x\":{\"y\":$}}"));
    add(result("name in _meta", Asked.TOOL, "\"content\":[],\"_meta\":{$:1}"));
    add(
        result(
            "cacheScope that is none",
            Asked.TOOL,
            "\"content\":[],\"cacheScope\":$,\"nextCursor\":$,\"ttlMs\":0"));
    add(result("baggage", Asked.TOOL, "\"content\":[],\"_meta\":{\"baggage\":$}"));
    add(result("member that nobody knows", Asked.TOOL, "\"content\":[],\"more\":{\"x\":$}"));
    String info =
        "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"serverInfo\":{\"name\":\"u\",\"version\":\"1\"";
    add(result("serverInfo", Asked.INITIALIZE, info + ",\"title\":$}").in(Eras.LEGACY));
    add(result("instructions", Asked.INITIALIZE, info + "},\"instructions\":$").in(Eras.LEGACY));
    String discovered =
        "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{},\"serverInfo\":{\"name\":\"u\",\"version\":\"1\"";
    add(result("serverInfo", Asked.DISCOVER, discovered + ",\"title\":$}").in(Eras.MODERN));
    add(
        result("instructions", Asked.DISCOVER, discovered + "},\"instructions\":$")
            .in(Eras.MODERN));
    add(
        result("inputRequests elicitation", Asked.TOOL, "")
            .with(
                "\"result\":{\"resultType\":\"input_required\",\"inputRequests\":{\"x\":{\"method\":\"elicitation/create\",\"params\":{\"message\":$,\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"default\":$}}}}}}}")
            .in(Eras.MODERN));
    add(
        result("inputRequests sampling", Asked.TOOL, "")
            .with(
                "\"result\":{\"resultType\":\"input_required\",\"inputRequests\":{\"x\":{\"method\":\"sampling/createMessage\",\"params\":{\"systemPrompt\":$,\"maxTokens\":1,\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":$}}]}}}}")
            .in(Eras.MODERN));
    add(
        result("requestState", Asked.TOOL, "")
            .with("\"result\":{\"resultType\":\"input_required\",\"requestState\":$}")
            .in(Eras.MODERN));
    add(
        meanwhile(
            "notifications/progress",
            Eras.BOTH,
            notification(
                "notifications/progress", "\"progressToken\":1,\"progress\":1,\"message\":$")));
    add(
        meanwhile(
            "notifications/message string",
            Eras.BOTH,
            notification("notifications/message", "\"level\":\"info\",\"data\":$")));
    add(
        meanwhile(
            "notifications/message object",
            Eras.BOTH,
            notification(
                "notifications/message",
                "\"level\":\"info\",\"logger\":$,\"data\":{\"a\":[$],\"b\":{$:1}}")));
    add(
        meanwhile(
                "notifications/resources/updated",
                Eras.LEGACY,
                notification("notifications/resources/updated", "\"uri\":$"))
            .writing(s -> "a:b?q=" + s));
    add(
        meanwhile(
            "a notification that nobody knows",
            Eras.BOTH,
            notification("notifications/example", "\"x\":$")));
    add(
        meanwhile(
            "sampling",
            Eras.LEGACY,
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"sampling/createMessage\",\"params\":{\"systemPrompt\":$,\"maxTokens\":1,\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":$}}]}}"));
    add(
        meanwhile(
            "elicitation",
            Eras.LEGACY,
            "{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"elicitation/create\",\"params\":{\"message\":$,\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"default\":$}}}}}"));
    return List.copyOf(PLACES);
  }

  private static void add(Place place) {
    PLACES.add(place);
  }

  private static Place result(String name, Asked asked, String members) {
    return new Place(
        name,
        asked,
        When.RESPONSE,
        "\"result\":{\"resultType\":\"complete\"," + members + "}",
        s -> s,
        Eras.BOTH);
  }

  private static Place meanwhile(String name, Eras eras, String message) {
    return new Place(name, Asked.TOOL, When.MEANWHILE, message, s -> s, eras);
  }

  private static String notification(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":{" + params + "}}";
  }

  /** A JSON string whose every character is an escape. */
  private static String escaped(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.chars().forEach(c -> json.append("\\u%04x".formatted(c)));
    return json.append('"').toString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Place with(String members) {
    return new Place(name, said, when, members, writing, eras);
  }

  private Place writing(UnaryOperator<String> how) {
    return new Place(name, said, when, template, how, eras);
  }

  private Place in(Eras only) {
    return new Place(name, said, when, template, writing, only);
  }

  /** What the upstream says there. */
  String saying(String text) {
    return holding(Json.quote(writing.apply(text)));
  }

  /** The same with a JSON string as it is. */
  String holding(String json) {
    String inner = Json.quote(json);
    return template.replace("~", inner.substring(1, inner.length() - 1)).replace("$", json);
  }

  /** What the upstream says with a number there. */
  String counting(String name, String number) {
    return template.replace("%", name).replace("$", Json.quote(name)).replace("#", number);
  }

  @Override
  public String toString() {
    return Arrays.asList(said.method, name).toString();
  }
}
