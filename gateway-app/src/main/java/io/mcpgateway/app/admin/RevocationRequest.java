package io.mcpgateway.app.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.auth.revocation.MalformedRevocationException;
import io.mcpgateway.auth.revocation.RevocationJson;
import io.mcpgateway.auth.revocation.Terms;
import io.mcpgateway.core.protocol.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the body of {@code POST /revocations} says. An end, or that there is none, has to be said:
 * what nobody lifts is an outage one day.
 *
 * @param expires null for one that must be lifted
 */
record RevocationRequest(Terms terms, @Nullable Instant expires, String reason) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<String> MEMBERS =
      Set.of("terms", "expiresIn", "expires", "permanent", "reason");
  private static final String AN_END =
      "exactly one of expiresIn (such as \"1h\"), expires (such as \"2026-12-31T12:00:00Z\") and"
          + " permanent: true";

  /** Whoever wants more means for ever, and should say so. */
  private static final Duration LONGEST = Duration.ofDays(366);

  /** Says what is wrong with a body: member, value and expectation. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }

  static RevocationRequest parse(byte[] body, Instant now) throws MalformedException {
    JsonNode json = object(body);
    for (String name : (Iterable<String>) json::fieldNames) {
      if (!MEMBERS.contains(name)) {
        throw wrong(name, "unknown member", "terms, reason, and " + AN_END);
      }
    }
    try {
      return new RevocationRequest(
          RevocationJson.terms(json.get("terms")), expires(json, now), text(json, "reason"));
    } catch (MalformedRevocationException | IllegalArgumentException wrong) {
      throw new MalformedException(wrong.getMessage() == null ? "malformed" : wrong.getMessage());
    }
  }

  private static JsonNode object(byte[] body) throws MalformedException {
    try (JsonParser parser = Json.parser(body, 0, body.length)) {
      JsonNode json = MAPPER.readTree(parser);
      if (json != null && json.isObject() && parser.nextToken() == null) {
        return json;
      }
    } catch (JsonProcessingException malformed) {
      throw wrong("body", "no JSON: " + malformed.getOriginalMessage(), "one JSON object");
    } catch (IOException malformed) {
      throw wrong("body", "no JSON", "one JSON object");
    }
    throw wrong("body", "not one object", "one JSON object");
  }

  private static @Nullable Instant expires(JsonNode json, Instant now) throws MalformedException {
    int said = 0;
    for (String name : new String[] {"expiresIn", "expires", "permanent"}) {
      said += json.has(name) ? 1 : 0;
    }
    if (said != 1) {
      throw wrong("expiresIn", said == 0 ? "no end" : "several ends", AN_END);
    }
    if (json.has("permanent")) {
      if (!json.get("permanent").isBoolean() || !json.get("permanent").booleanValue()) {
        throw wrong("permanent", shown(json.get("permanent")), "true, or " + AN_END);
      }
      return null;
    }
    Instant expires =
        json.has("expiresIn") ? now.plus(duration(text(json, "expiresIn"))) : time(json);
    if (!expires.isAfter(now) || expires.isAfter(now.plus(LONGEST))) {
      throw wrong(
          json.has("expires") ? "expires" : "expiresIn",
          shown(json.get(json.has("expires") ? "expires" : "expiresIn")),
          "in the future, and not more than 366 days from now; else permanent: true");
    }
    return expires;
  }

  private static Instant time(JsonNode json) throws MalformedException {
    String text = text(json, "expires");
    try {
      return Instant.parse(text);
    } catch (DateTimeException malformed) {
      throw wrong("expires", shown(json.get("expires")), "a time such as \"2026-12-31T12:00:00Z\"");
    }
  }

  /** As in the configuration: a number and s, m, h or d. */
  private static Duration duration(String text) throws MalformedException {
    int digits = text.length() - 1;
    if (digits >= 1
        && digits <= 9
        && text.chars().limit(digits).allMatch(c -> c >= '0' && c <= '9')) {
      long amount = Long.parseLong(text.substring(0, digits));
      Duration duration =
          switch (text.charAt(digits)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            case 'h' -> Duration.ofHours(amount);
            case 'd' -> Duration.ofDays(amount);
            default -> null;
          };
      if (duration != null) {
        return duration;
      }
    }
    throw wrong("expiresIn", '"' + text + '"', "a duration such as 30m, 1h or 7d");
  }

  private static String text(JsonNode json, String name) throws MalformedException {
    JsonNode value = json.get(name);
    if (value == null || !value.isTextual() || value.textValue().isBlank()) {
      throw wrong(name, value == null ? "missing" : shown(value), "a text");
    }
    return value.textValue();
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }

  private static MalformedException wrong(String member, String value, String expected) {
    return new MalformedException(member + ": " + value + " (expected: " + expected + ")");
  }
}
