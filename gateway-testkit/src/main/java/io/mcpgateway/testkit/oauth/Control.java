package io.mcpgateway.testkit.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Throws the switches of a server from another process. POST takes an object of switches, for
 * example {@code {"lifetime-seconds": 2, "lie": {"TOKEN_AUDIENCE": "https://else.example"}}}; GET
 * tells what happened.
 */
final class Control implements HttpHandler {
  private final TestAuthorizationServer server;

  Control(TestAuthorizationServer server) {
    this.server = server;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestMethod().equals("POST")) {
        try {
          Json.MAPPER
              .readTree(exchange.getRequestBody())
              .properties()
              .forEach(each -> set(each.getKey(), each.getValue()));
          Answer.json(200, Map.of()).send(exchange);
        } catch (IllegalArgumentException unknown) {
          Answer.json(400, Map.of("error", String.valueOf(unknown.getMessage()))).send(exchange);
        }
      } else {
        Answer.json(200, happened()).send(exchange);
      }
    }
  }

  private Map<String, Object> happened() {
    Map<Endpoint, Integer> counts = new EnumMap<>(Endpoint.class);
    for (Endpoint endpoint : Endpoint.values()) {
      counts.put(endpoint, server.count(endpoint));
    }
    return Map.of(
        "counts", counts,
        "document-fetches", server.documentFetches(),
        "authorizations", parameters(Endpoint.AUTHORIZE),
        "tokens", parameters(Endpoint.TOKEN));
  }

  private List<Map<String, List<String>>> parameters(Endpoint endpoint) {
    return server.requests(endpoint).stream().map(OAuthRequest::parameters).toList();
  }

  private void set(String name, JsonNode value) {
    switch (name) {
      case "behave" -> server.behave();
      case "rotate" -> server.keys().rotate();
      case "revoke" -> server.revoke(value.asText());
      case "lifetime-seconds" -> server.lifetime(Duration.ofSeconds(value.asLong()));
      case "subject" -> server.subject(value.asText());
      case "nonce" -> server.demandNonce(value.asText());
      case "scopes" -> server.scopes(texts(value).toArray(String[]::new));
      case "claims" ->
          value
              .properties()
              .forEach(
                  claim ->
                      server.claim(
                          claim.getKey(),
                          Json.MAPPER.convertValue(claim.getValue(), Object.class)));
      case "enable" -> texts(value).forEach(each -> server.enable(Feature.valueOf(each)));
      case "disable" -> texts(value).forEach(each -> server.disable(Feature.valueOf(each)));
      case "lie" ->
          value
              .properties()
              .forEach(lie -> server.lie(Lie.valueOf(lie.getKey()), lie.getValue().asText()));
      case "misbehave" ->
          value
              .properties()
              .forEach(
                  each ->
                      server.misbehave(
                          Endpoint.valueOf(each.getKey()), misbehaviour(each.getValue())));
      case "client" -> server.register(client(value));
      default -> throw new IllegalArgumentException("switch: " + name);
    }
  }

  private static OAuthClient client(JsonNode value) {
    String secret = value.path("secret").asText();
    OAuthClient.Authentication authentication =
        switch (value.path("method").asText("none")) {
          case "none" -> new OAuthClient.Authentication.None();
          case "client_secret_basic" -> new OAuthClient.Authentication.Basic(secret);
          case "client_secret_post" -> new OAuthClient.Authentication.Post(secret);
          default -> throw new IllegalArgumentException("method: " + value.path("method"));
        };
    return new OAuthClient(
        value.path("id").asText(), authentication, texts(value.path("redirect-uris")));
  }

  private static Misbehaviour misbehaviour(JsonNode value) {
    Map.Entry<String, JsonNode> only = value.properties().iterator().next();
    JsonNode how = only.getValue();
    return switch (only.getKey()) {
      case "late-millis" -> new Misbehaviour.Late(Duration.ofMillis(how.asLong()));
      case "fails" -> new Misbehaviour.Fails(how.asInt());
      case "redirects" -> new Misbehaviour.Redirects(URI.create(how.asText()));
      case "says" -> new Misbehaviour.Says("application/json", how.asText());
      case "padded" -> new Misbehaviour.Padded(how.asInt());
      case "drips-millis" -> new Misbehaviour.Drips(Duration.ofMillis(how.asLong()));
      case "hangs-up" -> new Misbehaviour.HangsUp();
      default -> throw new IllegalArgumentException("misbehaviour: " + only.getKey());
    };
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
