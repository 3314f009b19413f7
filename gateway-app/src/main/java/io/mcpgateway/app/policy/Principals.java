package io.mcpgateway.app.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads callers as people write them down: what a token would say of them. */
public final class Principals {
  /** The issuer of a caller of whom no other is said. */
  public static final String SOME_ISSUER = "https://issuer.example";

  private static final String API_KEY = "api-key:";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Principals() {}

  /** Callers by name, in the order of the file. */
  public static Map<String, Principal> named(YamlMap map) {
    Map<String, Principal> principals = new LinkedHashMap<>();
    for (String name : map.keys()) {
      YamlMap each = map.map(name);
      if (each != null) {
        principals.put(name, read(each, name));
      }
    }
    return principals;
  }

  /**
   * One caller; every key is optional.
   *
   * @param name who it is if no {@code subject} says so
   */
  public static Principal read(YamlMap map, String name) {
    boolean anonymous = map.flag("anonymous", false);
    String apiKey = map.optionalString("api-key");
    String issuer = map.string("issuer", SOME_ISSUER);
    String subject = map.string("subject", name);
    List<Principal.Actor> actors = new ArrayList<>();
    map.strings("actors").forEach(actor -> actors.add(new Principal.Actor(actor, null)));
    Principal.Authenticated known =
        new Principal.Authenticated(
            apiKey == null ? issuer : API_KEY + set(map, apiKey),
            subject,
            map.optionalString("client"),
            actors,
            map.optionalString("tenant"),
            new TreeSet<>(map.strings("roles")),
            new TreeSet<>(map.strings("groups")),
            claims(map),
            new TreeSet<>(map.strings("scopes")),
            apiKey == null ? null : apiKey.substring(apiKey.indexOf('/') + 1),
            Instant.MAX);
    if (anonymous && !isNobody(known, name)) {
      map.problem("anonymous", "nothing else beside anonymous: true");
    }
    map.finish();
    return anonymous ? new Principal.Anonymous() : known;
  }

  private static boolean isNobody(Principal.Authenticated known, String name) {
    return known.equals(
        new Principal.Authenticated(
            SOME_ISSUER, name, null, List.of(), null, Set.of(), Set.of(), null, Instant.MAX));
  }

  private static String set(YamlMap map, String apiKey) {
    int slash = apiKey.indexOf('/');
    if (slash <= 0 || slash == apiKey.length() - 1) {
      map.problem("api-key", "the name of a set and the id of a key, such as robots/nightly");
      return apiKey;
    }
    return apiKey.substring(0, slash);
  }

  private static Map<String, Object> claims(YamlMap map) {
    JsonNode tree = map.tree("claims");
    if (tree == null) {
      return Map.of();
    }
    Map<String, Object> claims = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : tree.properties()) {
      Object value = claim(each.getValue());
      if (value == null) {
        map.problem(
            "claims", each.getKey() + " as a text, a whole number, true, false or a list of texts");
      } else {
        claims.put(each.getKey(), value);
      }
    }
    if (!tree.isObject()) {
      map.problem("claims", "a mapping");
    }
    return claims;
  }

  /** A claim as somebody types it: JSON, or else a text. */
  public static JsonNode claim(String typed) {
    try {
      JsonNode value = JSON.readTree(typed);
      if (!value.isMissingNode()) {
        return value;
      }
    } catch (JsonProcessingException text) {
      // Not JSON, then.
    }
    return JsonNodeFactory.instance.textNode(typed);
  }

  /** As it is kept of a token; null for what is not. */
  private static @Nullable Object claim(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    if (!value.isArray()) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value) {
      if (!element.isTextual()) {
        return null;
      }
      texts.add(element.textValue());
    }
    return List.copyOf(texts);
  }
}
