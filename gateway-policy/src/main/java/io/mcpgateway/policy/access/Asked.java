package io.mcpgateway.policy.access;

import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.model.Ask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an upstream's message asks the client for.
 *
 * @param word what it is in audit records and answers, one of a fixed set
 * @param subjects any of which has to be permitted; none for what nothing can permit
 */
record Asked(String word, List<Question.Subject> subjects) {
  private static final String INPUT_REQUESTS = "inputRequests";

  /** As far as no letter of it has a look-alike that is the same letter in another case. */
  private static final String BEGINNING = "inputreque";

  /** MCP 2025-11-25, elicitation: a result in the place of a request, for the client to open. */
  private static final String URL_ELICITATION_REQUIRED = "-32042";

  private static final Asked MALFORMED = new Asked("input", List.of());
  private static final Asked PING =
      new Asked("ping", List.of(new Question.Subject.Method("ping", true)));

  /** An upstream looks after the task that it started by asking for one of the two. */
  private static final Asked TASK =
      new Asked(
          "task",
          List.of(
              new Question.Subject.Answer(Ask.SAMPLING),
              new Question.Subject.Answer(Ask.ELICITATION)));

  /** Everything that {@code message} asks for; empty for most. */
  static List<Asked> in(JsonRpcMessage message) {
    return switch (message) {
      case JsonRpcMessage.Request request -> List.of(of(request.method()));
      case JsonRpcMessage.Notification notification ->
          inMembers(notification.bytes(), notification.params());
      case JsonRpcMessage.Response response -> inResponse(response);
    };
  }

  private static Asked of(String method) {
    Ask ask = Ask.of(method);
    if (ask != null) {
      return new Asked(ask.word(), List.of(new Question.Subject.Answer(ask)));
    }
    return switch (method) {
      case "ping" -> PING;
      case "tasks/get", "tasks/result", "tasks/list", "tasks/cancel" -> TASK;
      default -> new Asked("method", List.of(new Question.Subject.Method(method, false)));
    };
  }

  private static List<Asked> inResponse(JsonRpcMessage.Response response) {
    byte[] bytes = response.bytes();
    Span error = response.error();
    if (error != null) {
      boolean asks = URL_ELICITATION_REQUIRED.equals(JsonObject.at(bytes, error).raw("code"));
      return asks ? List.of(of(Ask.ELICITATION.method())) : List.of();
    }
    Span result = response.result();
    if (result == null || bytes[result.start()] != '{' || !mayMention(bytes, result)) {
      return List.of();
    }
    JsonObject members = JsonObject.at(bytes, result);
    List<Asked> found = inMembers(bytes, members);
    JsonObject task = members.object("task");
    return found.isEmpty() && task != null ? inMembers(bytes, task) : found;
  }

  private static List<Asked> inMembers(byte[] bytes, JsonObject members) {
    List<Asked> found = List.of();
    for (int i = 0; i < members.size(); i++) {
      if (members.name(i).equalsIgnoreCase(INPUT_REQUESTS)) {
        if (!found.isEmpty() || !members.name(i).equals(INPUT_REQUESTS)) {
          // A careless client would take it for the one.
          return List.of(MALFORMED);
        }
        found = inRequests(bytes, members.value(i));
      }
    }
    return found;
  }

  private static List<Asked> inRequests(byte[] bytes, Span value) {
    if (bytes[value.start()] != '{') {
      return List.of(MALFORMED);
    }
    JsonObject requests = JsonObject.at(bytes, value);
    List<Asked> found = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      String method = method(bytes, requests.value(i));
      if (method == null) {
        return List.of(MALFORMED);
      }
      found.add(of(method));
    }
    return found;
  }

  /** Null if it is no request, or if it has a second method to a careless reader. */
  private static @Nullable String method(byte[] bytes, Span request) {
    if (bytes[request.start()] != '{') {
      return null;
    }
    JsonObject members = JsonObject.at(bytes, request);
    for (int i = 0; i < members.size(); i++) {
      String name = members.name(i);
      if (name.equalsIgnoreCase("method") && !name.equals("method")) {
        return null;
      }
    }
    return members.string("method");
  }

  /**
   * Whether the result may have the member, in any case and however it is escaped: most results do
   * not, and need not be looked into.
   */
  private static boolean mayMention(byte[] bytes, Span result) {
    int last = result.end() - 1;
    for (int i = result.start(); i < last; i++) {
      byte b = bytes[i];
      if ((b == '\\' && bytes[i + 1] == 'u') || (b == '"' && begins(bytes, i + 1, last))) {
        return true;
      }
    }
    return false;
  }

  private static boolean begins(byte[] bytes, int at, int end) {
    if (end - at < BEGINNING.length()) {
      return false;
    }
    for (int i = 0; i < BEGINNING.length(); i++) {
      if ((bytes[at + i] | 0x20) != BEGINNING.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
