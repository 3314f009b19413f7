package io.mcpgateway.auth.credential;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mcpgateway.auth.server.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a token endpoint answered. Of what it says only the token, its life and its kind are
 * used, and the error's code; {@code error_description} never is, since nobody knows what is in it.
 */
final class TokenAnswers {
  /** For a token whose life is not said. */
  static final Duration UNSAID_LIFE = Duration.ofSeconds(60);

  private static final Duration MAX_LIFE = Duration.ofHours(24);
  private static final int MAX_TOKEN_LENGTH = 16 * 1024;
  private static final int MAX_CODE_LENGTH = 64;

  /** Codes that speak of the server's state, not of what was asked. */
  private static final Set<String> PASSING = Set.of("temporarily_unavailable", "server_error");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private TokenAnswers() {}

  static TokenAnswer read(Answer answer, Instant since) {
    JsonNode body = object(answer.body());
    if (answer.status() == 200) {
      return body == null ? unusable("no JSON object") : issued(body, since);
    }
    String code = body == null ? null : code(body.path("error").textValue());
    boolean temporary =
        answer.status() >= 500
            || answer.status() == 429
            || answer.status() == 408
            || (code != null && PASSING.contains(code));
    return new TokenAnswer.None(
        temporary,
        "the authorization server answered "
            + (code == null ? "with status " + answer.status() : code));
  }

  private static TokenAnswer issued(JsonNode body, Instant since) {
    String token = body.path("access_token").textValue();
    if (token == null || !isToken(token)) {
      return unusable("no access_token that can be sent");
    }
    String type = body.path("token_type").textValue();
    if (type == null) {
      return unusable("no token_type");
    }
    JsonNode life = body.path("expires_in");
    Duration lasts = life.isMissingNode() || life.isNull() ? UNSAID_LIFE : duration(life);
    if (lasts == null) {
      return unusable("an expires_in that is no time to come");
    }
    return new TokenAnswer.Issued(
        token,
        type.toLowerCase(Locale.ROOT),
        body.path("issued_token_type").textValue(),
        since,
        lasts.compareTo(MAX_LIFE) < 0 ? lasts : MAX_LIFE);
  }

  private static TokenAnswer unusable(String what) {
    return new TokenAnswer.None(false, "the authorization server's answer has " + what);
  }

  /** Null if it is none. Some servers write the number as a string. */
  private static @Nullable Duration duration(JsonNode life) {
    long seconds = life.isNumber() || life.isTextual() ? life.asLong(0) : 0;
    return seconds <= 0 ? null : Duration.ofSeconds(seconds);
  }

  /** Visible ASCII: what can stand in a header field after the scheme. */
  private static boolean isToken(String token) {
    return !token.isEmpty()
        && token.length() <= MAX_TOKEN_LENGTH
        && token.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  /** The error's code if it is fit for logs, else null. */
  private static @Nullable String code(@Nullable String error) {
    return error != null
            && !error.isEmpty()
            && error.length() <= MAX_CODE_LENGTH
            && error.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != '\\')
        ? error
        : null;
  }

  static @Nullable JsonNode object(byte[] json) {
    try {
      JsonNode node = JSON.readTree(json);
      return node != null && node.isObject() ? node : null;
    } catch (IOException malformed) {
      return null;
    }
  }
}
