package io.mcpgateway.core.protocol;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every method a client may send: in which eras it exists, what it acts on, and where the name of
 * that stands. A method that is not here is unknown to the gateway, and refused unless a policy
 * names it.
 *
 * <p>Source: the method tables of MCP 2025-03-26 to 2026-07-28, and the tasks extension.
 */
public enum McpMethod {
  INITIALIZE("initialize", Kind.PROTOCOL, null, Era.LEGACY),
  PING("ping", Kind.PROTOCOL, null, Era.LEGACY),
  SET_LEVEL("logging/setLevel", Kind.PROTOCOL, null, Era.LEGACY),
  DISCOVER("server/discover", Kind.PROTOCOL, null, Era.MODERN),

  TOOLS_LIST("tools/list", Kind.LIST, Primitive.TOOL),
  TOOLS_CALL("tools/call", Kind.USE, Primitive.TOOL),
  RESOURCES_LIST("resources/list", Kind.LIST, Primitive.RESOURCE),
  RESOURCE_TEMPLATES_LIST("resources/templates/list", Kind.LIST, Primitive.RESOURCE),
  RESOURCES_READ("resources/read", Kind.USE, Primitive.RESOURCE),
  RESOURCES_SUBSCRIBE("resources/subscribe", Kind.USE, Primitive.RESOURCE, Era.LEGACY),
  RESOURCES_UNSUBSCRIBE("resources/unsubscribe", Kind.USE, Primitive.RESOURCE, Era.LEGACY),
  PROMPTS_LIST("prompts/list", Kind.LIST, Primitive.PROMPT),
  PROMPTS_GET("prompts/get", Kind.USE, Primitive.PROMPT),
  /** Acts on the prompt or resource template that {@code params.ref} names. */
  COMPLETE("completion/complete", Kind.COMPLETE, null),
  SUBSCRIPTIONS_LISTEN("subscriptions/listen", Kind.SUBSCRIBE, null, Era.MODERN),

  TASKS_GET("tasks/get", Kind.TASK, null),
  TASKS_UPDATE("tasks/update", Kind.TASK, null, Era.MODERN),
  TASKS_CANCEL("tasks/cancel", Kind.TASK, null),
  TASKS_RESULT("tasks/result", Kind.TASK, null, Era.LEGACY),
  TASKS_LIST("tasks/list", Kind.TASK, null, Era.LEGACY),

  INITIALIZED("notifications/initialized", Kind.NOTIFICATION, null, Era.LEGACY),
  CANCELLED("notifications/cancelled", Kind.NOTIFICATION, null),
  PROGRESS("notifications/progress", Kind.NOTIFICATION, null),
  ROOTS_LIST_CHANGED("notifications/roots/list_changed", Kind.NOTIFICATION, null),
  TASKS_STATUS("notifications/tasks/status", Kind.NOTIFICATION, null, Era.LEGACY);

  /** What a method is about. */
  public enum Primitive {
    TOOL,
    RESOURCE,
    PROMPT
  }

  /** How a method is decided. */
  public enum Kind {
    /** Part of the protocol itself; any caller the route admits may use it. */
    PROTOCOL,
    /** Answers what the caller may use: the result is filtered by the same decision. */
    LIST,
    /** Acts on one named primitive. */
    USE,
    COMPLETE,
    SUBSCRIBE,
    /** Acts on a task that an earlier, permitted call started. */
    TASK,
    NOTIFICATION
  }

  private static final Map<String, McpMethod> BY_WIRE_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(McpMethod::wireName, Function.identity()));

  private final String wireName;
  private final Kind kind;
  private final @Nullable Primitive primitive;
  private final @Nullable Era onlyEra;

  McpMethod(String wireName, Kind kind, @Nullable Primitive primitive) {
    this(wireName, kind, primitive, null);
  }

  McpMethod(String wireName, Kind kind, @Nullable Primitive primitive, @Nullable Era onlyEra) {
    this.wireName = wireName;
    this.kind = kind;
    this.primitive = primitive;
    this.onlyEra = onlyEra;
  }

  /** Empty if no revision that the gateway speaks has such a method in {@code era}. */
  public static Optional<McpMethod> of(String wireName, Era era) {
    McpMethod method = BY_WIRE_NAME.get(wireName);
    return method != null && method.existsIn(era) ? Optional.of(method) : Optional.empty();
  }

  /** Whether no revision has such a method, in any era: what it would mean is not known. */
  public static boolean isForeign(String wireName) {
    return !BY_WIRE_NAME.containsKey(wireName);
  }

  public String wireName() {
    return wireName;
  }

  public Kind kind() {
    return kind;
  }

  /** What a {@link Kind#LIST} or {@link Kind#USE} method is about, otherwise null. */
  public @Nullable Primitive primitive() {
    return primitive;
  }

  public boolean existsIn(Era era) {
    return onlyEra == null || onlyEra == era;
  }

  /** The member of {@code params} that names what is acted on, or null if nothing is. */
  public @Nullable String targetMember() {
    if (kind == Kind.TASK) {
      return "taskId";
    }
    if (kind != Kind.USE || primitive == null) {
      return null;
    }
    return primitive == Primitive.RESOURCE ? "uri" : "name";
  }
}
