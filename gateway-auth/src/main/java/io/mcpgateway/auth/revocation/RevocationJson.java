package io.mcpgateway.auth.revocation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.core.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Revocations as JSON, the same in the file, between replicas and in the admin API. Reading is
 * strict: unknown and duplicate members are refused, and every value is checked as if an operator
 * had typed it.
 */
public final class RevocationJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RevocationJson() {}

  /** One object, for example as an element of a list. */
  public static ObjectNode tree(Revocation revocation) {
    ObjectNode json = MAPPER.createObjectNode().put("id", revocation.id());
    ObjectNode terms = json.putObject("terms");
    revocation.terms().given().forEach(terms::put);
    json.put("created", revocation.created().toString());
    Instant expires = revocation.expires();
    if (expires != null) {
      json.put("expires", expires.toString());
    }
    return json.put("by", revocation.by()).put("reason", revocation.reason());
  }

  public static String write(Revocation revocation) {
    return tree(revocation).toString();
  }

  public static String write(Lift lift) {
    return tree(lift).toString();
  }

  public static String write(RevocationState state) {
    ObjectNode json = MAPPER.createObjectNode().put("version", 1);
    ArrayNode revocations = json.putArray("revocations");
    state.revocations().forEach(each -> revocations.add(tree(each)));
    ArrayNode lifts = json.putArray("lifted");
    state.lifts().forEach(each -> lifts.add(tree(each)));
    return json.toString();
  }

  private static ObjectNode tree(Lift lift) {
    return MAPPER.createObjectNode().put("id", lift.id()).put("until", lift.until().toString());
  }

  public static Revocation revocation(String text) throws MalformedRevocationException {
    return revocation(parse(text));
  }

  public static Lift lift(String text) throws MalformedRevocationException {
    return lift(parse(text));
  }

  public static RevocationState state(String text) throws MalformedRevocationException {
    JsonNode json = parse(text);
    members(json, Set.of("version", "revocations", "lifted"));
    if (json.path("version").asInt() != 1) {
      throw new MalformedRevocationException("version: not 1 (expected: 1)");
    }
    List<Revocation> revocations = new ArrayList<>();
    for (JsonNode each : array(json, "revocations")) {
      revocations.add(revocation(each));
    }
    List<Lift> lifts = new ArrayList<>();
    for (JsonNode each : array(json, "lifted")) {
      lifts.add(lift(each));
    }
    return new RevocationState(revocations, lifts);
  }

  /**
   * The value of {@code terms}: an object of strings.
   *
   * @param json null if there is none
   */
  public static Terms terms(@Nullable JsonNode json) throws MalformedRevocationException {
    if (json == null || !json.isObject()) {
      throw new MalformedRevocationException(
          "terms: not an object (expected: some of " + Term.names() + ")");
    }
    Map<String, String> given = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : json.properties()) {
      if (!each.getValue().isTextual()) {
        throw new MalformedRevocationException("terms: not all strings (expected: strings)");
      }
      given.put(each.getKey(), each.getValue().textValue());
    }
    try {
      return Terms.of(given);
    } catch (IllegalArgumentException wrong) {
      throw new MalformedRevocationException(wrong.getMessage(), wrong);
    }
  }

  private static Revocation revocation(JsonNode json) throws MalformedRevocationException {
    members(json, Set.of("id", "terms", "created", "expires", "by", "reason"));
    try {
      return new Revocation(
          text(json, "id"),
          terms(json.get("terms")),
          time(json, "created"),
          json.has("expires") ? time(json, "expires") : null,
          text(json, "by"),
          text(json, "reason"));
    } catch (IllegalArgumentException wrong) {
      throw new MalformedRevocationException(wrong.getMessage(), wrong);
    }
  }

  private static Lift lift(JsonNode json) throws MalformedRevocationException {
    members(json, Set.of("id", "until"));
    try {
      return new Lift(text(json, "id"), time(json, "until"));
    } catch (IllegalArgumentException wrong) {
      throw new MalformedRevocationException(wrong.getMessage(), wrong);
    }
  }

  private static JsonNode parse(String text) throws MalformedRevocationException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (JsonParser parser = Json.parser(bytes, 0, bytes.length)) {
      JsonNode json = MAPPER.readTree(parser);
      if (json == null || parser.nextToken() != null) {
        throw new MalformedRevocationException("not one JSON value");
      }
      return json;
    } catch (IOException malformed) {
      throw new MalformedRevocationException("not JSON", malformed);
    }
  }

  private static void members(JsonNode json, Set<String> known)
      throws MalformedRevocationException {
    if (!json.isObject()) {
      throw new MalformedRevocationException("not a JSON object");
    }
    for (Map.Entry<String, JsonNode> each : json.properties()) {
      if (!known.contains(each.getKey())) {
        throw new MalformedRevocationException("an unknown member (expected: " + known + ")");
      }
    }
  }

  private static JsonNode array(JsonNode json, String name) throws MalformedRevocationException {
    JsonNode array = json.path(name);
    if (!array.isArray()) {
      throw new MalformedRevocationException(name + ": not an array (expected: an array)");
    }
    return array;
  }

  private static String text(JsonNode json, String name) throws MalformedRevocationException {
    JsonNode value = json.path(name);
    if (!value.isTextual()) {
      throw new MalformedRevocationException(name + ": not a string (expected: a string)");
    }
    return value.textValue();
  }

  private static Instant time(JsonNode json, String name) throws MalformedRevocationException {
    try {
      return Instant.parse(text(json, name));
    } catch (DateTimeException wrong) {
      throw new MalformedRevocationException(
          name + ": not a time (expected: one such as 2026-01-31T12:00:00Z)", wrong);
    }
  }
}
