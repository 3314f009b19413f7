package io.mcpgateway.app.audit;

import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.protocol.McpMethod;
import org.jspecify.annotations.Nullable;

/**
 * What the Open Cybersecurity Schema Framework calls what the gateway does: numbers of classes and
 * activities of OCSF 1.9.0, and the members that each of its events has.
 */
final class Ocsf {
  static final String VERSION = "1.9.0";

  /** The version of what stands in {@code unmapped.gw}. */
  static final int SCHEMA = 2;

  /** A class of events. */
  enum EventClass {
    ENTITY_MANAGEMENT(3, 3004),
    AUTHENTICATION(3, 3002),
    APPLICATION_LIFECYCLE(6, 6002),
    API_ACTIVITY(6, 6003);

    private final int category;
    private final int uid;

    EventClass(int category, int uid) {
      this.category = category;
      this.uid = uid;
    }

    void write(JsonLine line) {
      line.number("category_uid", category).number("class_uid", uid);
    }

    int typeUid(int activity) {
      return uid * 100 + activity;
    }
  }

  /** What an API activity does to what it acts on. */
  enum Activity {
    CREATE(1, "Create"),
    READ(2, "Read"),
    UPDATE(3, "Update"),
    DELETE(4, "Delete"),
    OTHER(99, "");

    private final int id;
    private final String caption;

    Activity(int id, String caption) {
      this.id = id;
      this.caption = caption;
    }

    int id() {
      return id;
    }

    /**
     * @param other the name of what is none of the four
     */
    void write(String other, JsonLine line) {
      line.number("activity_id", id);
      if (this == OTHER) {
        line.text("activity_name", other);
      } else {
        line.exact("activity_name", caption);
      }
    }

    /**
     * @param method null if it is no method of MCP
     * @param operation the word for it
     */
    static Activity of(@Nullable McpMethod method, String operation) {
      if (operation.equals("DELETE")) {
        return DELETE;
      }
      if (operation.equals("GET")) {
        return READ;
      }
      return switch (method) {
        case null -> OTHER;
        case INITIALIZE, RESOURCES_SUBSCRIBE, SUBSCRIPTIONS_LISTEN -> CREATE;
        case DISCOVER,
            TOOLS_LIST,
            RESOURCES_LIST,
            RESOURCE_TEMPLATES_LIST,
            RESOURCES_READ,
            PROMPTS_LIST,
            PROMPTS_GET,
            COMPLETE,
            TASKS_GET,
            TASKS_RESULT,
            TASKS_LIST ->
            READ;
        case SET_LEVEL, TASKS_UPDATE, TASKS_CANCEL -> UPDATE;
        case RESOURCES_UNSUBSCRIBE -> DELETE;
        case PING, TOOLS_CALL, INITIALIZED, CANCELLED, PROGRESS, ROOTS_LIST_CHANGED, TASKS_STATUS ->
            OTHER;
      };
    }
  }

  /** How much an event matters. */
  enum Severity {
    INFORMATIONAL(1),
    LOW(2),
    MEDIUM(3),
    HIGH(4);

    private final int id;

    Severity(int id) {
      this.id = id;
    }

    void write(JsonLine line) {
      line.number("severity_id", id);
    }

    static Severity of(Outcome.Result result) {
      return result instanceof Outcome.Result.Refused(Refusal refusal)
          ? of(refusal)
          : INFORMATIONAL;
    }

    private static Severity of(Refusal refusal) {
      return switch (refusal) {
        case Refusal.Internal _, Refusal.Unavailable _ -> HIGH;
        case Refusal.Revoked _,
            Refusal.UnreviewedTool _,
            Refusal.DeniedAsk _,
            Refusal.Withheld _,
            Refusal.SensitiveArguments _,
            Refusal.ForbiddenOrigin _,
            Refusal.Misdirected _,
            Refusal.CredentialFailed _,
            Refusal.UpstreamUnreachable _,
            Refusal.UpstreamTimeout _,
            Refusal.BadUpstreamAnswer _ ->
            MEDIUM;
        default -> LOW;
      };
    }
  }

  private Ocsf() {}

  /**
   * Who wrote the record, and its place.
   *
   * @param exchange the id of the exchange that the record belongs to, or null
   */
  static void metadata(
      @Nullable String exchange, @Nullable String tenant, Place place, JsonLine line) {
    line.beginObject("metadata");
    if (exchange != null) {
      line.exact("correlation_uid", exchange);
    }
    line.exact("log_name", "audit")
        .exact("log_version", "2")
        .number("logged_time", place.loggedMillis())
        .raw("product", PRODUCT)
        .raw("profiles", "[\"trace\",\"ai_operation\",\"record_integrity\"]");
    place.sequence(line);
    if (tenant != null) {
      line.exact("tenant_uid", tenant);
    }
    line.exact("uid", place.uid()).exact("version", VERSION).endObject();
  }

  /** The gateway itself, canonical. */
  static final String PRODUCT = product();

  private static String product() {
    String built = Ocsf.class.getPackage().getImplementationVersion();
    return "{\"name\":\"MCP Gateway\",\"version\":\""
        + (built == null ? "development" : built)
        + "\"}";
  }

  /** {@code host:port}, or what else an address is, as an endpoint. */
  static void endpoint(String name, String peer, JsonLine line) {
    int colon = peer.lastIndexOf(':');
    int port = colon < 0 ? -1 : port(peer, colon + 1);
    line.beginObject(name);
    if (port < 0) {
      line.exact("name", peer.isEmpty() ? "-" : peer);
    } else {
      boolean bracketed = peer.charAt(0) == '[' && peer.charAt(colon - 1) == ']';
      line.exact("ip", bracketed ? peer.substring(1, colon - 1) : peer.substring(0, colon))
          .number("port", port);
    }
    line.endObject();
  }

  private static int port(String peer, int from) {
    int port = 0;
    if (from < 2 || from == peer.length() || peer.length() - from > 5) {
      return -1;
    }
    for (int i = from; i < peer.length(); i++) {
      char c = peer.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      port = port * 10 + c - '0';
    }
    return port;
  }
}
