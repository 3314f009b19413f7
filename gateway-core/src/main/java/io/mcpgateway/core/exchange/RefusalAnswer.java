package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.ErrorCodes;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.ProtocolVersion;
import io.mcpgateway.core.protocol.RequestId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one table of refusals: what a client sees of each.
 *
 * <p>Sources: MCP 2026-07-28 and 2025-11-25 (streamable HTTP, error codes), RFC 6750, RFC 6585, RFC
 * 9110. The gateway's own codes lie outside the range that JSON-RPC reserves.
 *
 * @param status the HTTP status
 * @param headers header fields beyond the usual ones, names in lower case
 * @param code the JSON-RPC error code
 * @param message the error message, the same for everyone and without any inner detail
 * @param data the error's {@code data} as JSON
 * @param result the JSON of the result that it is instead of an error, or null
 * @param closes whether the connection ends with this answer
 */
public record RefusalAnswer(
    int status,
    Map<String, String> headers,
    int code,
    String message,
    String data,
    @Nullable String result,
    boolean closes) {

  /**
   * @param era the client's era; where it is unknown, {@link Era#MODERN}
   * @param exchangeId shown to the client, so that a report can be matched with the audit record
   */
  public static RefusalAnswer of(Refusal refusal, Era era, String exchangeId) {
    Builder answer = new Builder(refusal.reason(), exchangeId);
    return switch (refusal) {
      case Refusal.BadHttp(String problem) ->
          answer.closing().of(400, ErrorCodes.INVALID_REQUEST, problem);
      case Refusal.Misdirected() ->
          answer.of(421, ErrorCodes.INVALID_REQUEST, "This host is not served here");
      case Refusal.UnknownRoute() -> answer.of(404, ErrorCodes.NOT_FOUND, "No such route");
      case Refusal.HttpMethodNotAllowed(var allowed) ->
          answer
              .header("allow", allowed.stream().sorted().collect(Collectors.joining(", ")))
              .of(405, ErrorCodes.INVALID_REQUEST, "HTTP method not allowed");
      case Refusal.UnsupportedMediaType(String problem) ->
          answer.of(415, ErrorCodes.INVALID_REQUEST, problem);
      case Refusal.NotAcceptable() ->
          answer.of(
              406,
              ErrorCodes.INVALID_REQUEST,
              "Accept: expected application/json and text/event-stream");
      case Refusal.BodyTooLarge(long limit) ->
          answer.closing().of(413, ErrorCodes.TOO_LARGE, "Body larger than " + limit + " bytes");
      case Refusal.HeadersTooLarge(int limit) ->
          answer.closing().of(431, ErrorCodes.TOO_LARGE, "Headers larger than " + limit + " bytes");
      case Refusal.TargetTooLong(int limit) ->
          answer
              .closing()
              .of(414, ErrorCodes.TOO_LARGE, "Request line longer than " + limit + " bytes");
      case Refusal.UnknownExpectation() ->
          answer
              .closing()
              .of(417, ErrorCodes.INVALID_REQUEST, "Expect: only 100-continue is known");
      case Refusal.RequestTimeout() ->
          answer.closing().of(408, ErrorCodes.UNAVAILABLE, "The request did not arrive in time");
      case Refusal.ForbiddenOrigin() -> answer.of(403, ErrorCodes.FORBIDDEN, "Origin not allowed");
      case Refusal.Unavailable(String problem) ->
          answer.retryAfter(Duration.ofSeconds(1)).of(503, ErrorCodes.UNAVAILABLE, problem);
      case Refusal.Unparseable(String problem) ->
          answer.of(400, ErrorCodes.PARSE_ERROR, "Parse error: " + problem);
      case Refusal.InvalidMessage(String problem) ->
          answer.of(400, ErrorCodes.INVALID_REQUEST, "Invalid request: " + problem);
      case Refusal.InvalidParams(String problem) ->
          answer.of(
              era == Era.MODERN ? 400 : 200,
              ErrorCodes.INVALID_PARAMS,
              "Invalid params: " + problem);
      case Refusal.HeaderMismatch(String problem) ->
          answer.of(400, ErrorCodes.HEADER_MISMATCH, "Header mismatch: " + problem);
      case Refusal.UnsupportedVersion(String requested) ->
          answer
              .data("supported", supportedVersions(era))
              .data("requested", Json.quote(requested))
              .of(400, ErrorCodes.UNSUPPORTED_PROTOCOL_VERSION, "Unsupported protocol version");
      case Refusal.UnknownMethod() ->
          answer.of(era == Era.MODERN ? 404 : 200, ErrorCodes.METHOD_NOT_FOUND, "Method not found");
      case Refusal.UnknownSession() -> answer.of(404, ErrorCodes.NOT_FOUND, "Session not found");
      case Refusal.EraMismatch(Era client, String upstream) ->
          answer
              .data("clientEra", Json.quote(client.label()))
              .data("upstreamEra", Json.quote(upstream))
              .of(
                  400,
                  ErrorCodes.ERA_MISMATCH,
                  "The client speaks the "
                      + client.label()
                      + " era, the upstream speaks "
                      + upstream
                      + "; this gateway does not translate between them");
      case Refusal.Unauthenticated(Challenge challenge, _) ->
          answer
              .challenge(challenge)
              .of(401, ErrorCodes.UNAUTHENTICATED, "Authentication required");
      case Refusal.InsufficientScope missing ->
          answer
              .header("www-authenticate", insufficientScope(missing))
              .data("scope", Json.quote(String.join(" ", missing.scopes())))
              .of(
                  missing.inBody() ? 200 : 403,
                  ErrorCodes.FORBIDDEN,
                  "The access token lacks a scope; needed: " + String.join(" ", missing.scopes()));
      case Refusal.Revoked(Refusal shown, _) -> of(shown, era, exchangeId);
      case Refusal.Hidden(Target target, _) ->
          target.primitive() == null
              ? of(new Refusal.UnknownMethod(), era, exchangeId)
              : hidden(answer, target, era);
      case Refusal.Forbidden(_) -> answer.of(403, ErrorCodes.FORBIDDEN, "Forbidden by policy");
      case Refusal.InvalidArguments(var problems) ->
          answer
              .result(toolError(invalid(problems), era))
              .of(200, ErrorCodes.INVALID_PARAMS, "Invalid arguments");
      case Refusal.Repeated(_, int times, _) ->
          answer
              .result(toolError(repeated(times), era))
              .of(200, ErrorCodes.RATE_LIMITED, "The same call was made too often");
      case Refusal.UnreviewedTool _ ->
          answer.of(
              403,
              ErrorCodes.FORBIDDEN,
              "The tool has changed and waits for somebody to review it");
      case Refusal.DeniedAsk(String ask, _) ->
          answer.of(
              200,
              ErrorCodes.FORBIDDEN,
              "The upstream asked for " + ask + ", which policy does not permit");
      case Refusal.RateLimited(_, Duration retryAfter) ->
          answer.retryAfter(retryAfter).of(429, ErrorCodes.RATE_LIMITED, "Rate limit reached");
      case Refusal.CredentialFailed(_, boolean temporary, _) ->
          temporary
              ? answer
                  .retryAfter(Duration.ofSeconds(1))
                  .of(
                      503,
                      ErrorCodes.UNAVAILABLE,
                      "The gateway has no credential for the upstream at the moment")
              : answer.of(
                  502,
                  ErrorCodes.INTERNAL_ERROR,
                  "The gateway has no credential that the upstream accepts");
      case Refusal.UpstreamUnreachable _ ->
          answer.of(502, ErrorCodes.INTERNAL_ERROR, "The upstream cannot be reached");
      case Refusal.UpstreamTimeout _ ->
          answer.of(504, ErrorCodes.INTERNAL_ERROR, "The upstream did not answer in time");
      case Refusal.BadUpstreamAnswer _ ->
          answer.of(502, ErrorCodes.INTERNAL_ERROR, "The upstream's answer is not valid");
      case Refusal.Withheld(_, String problem) ->
          answer.of(
              200,
              ErrorCodes.INTERNAL_ERROR,
              "The result was withheld by policy" + (problem == null ? "" : ": " + problem));
      case Refusal.SensitiveArguments(_, boolean call) ->
          call
              ? answer
                  .result(toolError(SENSITIVE, era))
                  .of(200, ErrorCodes.FORBIDDEN, "Forbidden by policy")
              : answer.of(
                  403,
                  ErrorCodes.FORBIDDEN,
                  "Forbidden by policy: the message holds something that must not leave");
      case Refusal.Internal() -> answer.of(500, ErrorCodes.INTERNAL_ERROR, "Internal error");
    };
  }

  /** RFC 6750 section 3.1; everything in it is visible ASCII without quotes. */
  private static String insufficientScope(Refusal.InsufficientScope missing) {
    String challenge =
        missing.scheme().word()
            + " error=\"insufficient_scope\", scope=\""
            + String.join(" ", missing.scopes())
            + '"';
    return missing.resourceMetadata() == null
        ? challenge
        : challenge + ", resource_metadata=\"" + missing.resourceMetadata() + '"';
  }

  private static RefusalAnswer hidden(Builder answer, Target target, Era era) {
    McpMethod.Primitive primitive = target.primitive();
    // No reason and no name: what is hidden and what does not exist answer with the same bytes.
    answer.withoutReason();
    if (primitive == McpMethod.Primitive.RESOURCE) {
      return answer
          .data("uri", Json.quote(target.name()))
          .of(
              200,
              era == Era.MODERN ? ErrorCodes.INVALID_PARAMS : ErrorCodes.LEGACY_RESOURCE_NOT_FOUND,
              "Resource not found");
    }
    String what = primitive == McpMethod.Primitive.PROMPT ? "prompt" : "tool";
    return answer.of(200, ErrorCodes.INVALID_PARAMS, "Unknown " + what);
  }

  private static final String SENSITIVE =
      "The tool was not called: its arguments hold something that policy does not let leave, such"
          + " as the number of a card, personal data or a secret. Call it without.";

  /**
   * What the model is to correct is an error of the tool, not of the protocol: clients show the one
   * to the model and often not the other (MCP 2025-11-25 and later, tools, error handling).
   */
  private static String toolError(String text, Era era) {
    return (era == Era.MODERN ? "{\"resultType\":\"complete\"," : "{")
        + "\"content\":[{\"type\":\"text\",\"text\":"
        + Json.quote(text)
        + "}],\"isError\":true}";
  }

  private static String invalid(List<String> problems) {
    return problems.stream()
        .map(problem -> "\n- " + problem)
        .collect(
            Collectors.joining("", "The arguments do not fit the tool, so it was not called:", ""));
  }

  private static String repeated(int times) {
    return "The tool was not called: this call, with the same arguments, was made "
        + (times == 1 ? "once" : times + " times")
        + " already. Repeating it will not help; use the results that you have, or do something"
        + " else.";
  }

  private static String supportedVersions(Era era) {
    return ProtocolVersion.of(era).stream()
        .map(version -> Json.quote(version.text()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * The JSON-RPC response.
   *
   * @param id the id of the request it answers; left out when it is unknown, never null on the wire
   */
  public byte[] body(@Nullable RequestId id) {
    return ("{\"jsonrpc\":\"2.0\","
            + (id == null ? "" : "\"id\":" + id.json() + ",")
            + (result == null ? error() : "\"result\":" + result)
            + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private String error() {
    return "\"error\":{\"code\":"
        + code
        + ",\"message\":"
        + Json.quote(message)
        + (data.isEmpty() ? "" : ",\"data\":" + data)
        + "}";
  }

  private static final class Builder {
    private final Map<String, String> headers = new java.util.LinkedHashMap<>();
    private final Map<String, String> data = new java.util.LinkedHashMap<>();
    private @Nullable String result;
    private boolean closes;

    Builder(String reason, String exchangeId) {
      data.put("reason", Json.quote(reason));
      data.put("exchangeId", Json.quote(exchangeId));
    }

    Builder closing() {
      closes = true;
      return this;
    }

    Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    Builder challenge(Challenge challenge) {
      if (challenge.dpopNonce() != null) {
        headers.put("dpop-nonce", challenge.dpopNonce());
      }
      return header("www-authenticate", challenge.wwwAuthenticate());
    }

    Builder retryAfter(Duration wait) {
      long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
      data.put("retryAfterMs", Long.toString(wait.toMillis()));
      return header("retry-after", Long.toString(seconds));
    }

    Builder data(String name, String json) {
      data.put(name, json);
      return this;
    }

    Builder result(String json) {
      result = json;
      return this;
    }

    void withoutReason() {
      data.clear();
    }

    RefusalAnswer of(int status, int code, String message) {
      String json =
          data.isEmpty()
              ? ""
              : data.entrySet().stream()
                  .map(member -> Json.quote(member.getKey()) + ":" + member.getValue())
                  .collect(Collectors.joining(",", "{", "}"));
      return new RefusalAnswer(status, Map.copyOf(headers), code, message, json, result, closes);
    }
  }
}
