package io.mcpgateway.app.audit;

import io.mcpgateway.app.audit.Ocsf.EventClass;
import io.mcpgateway.app.audit.Ocsf.Severity;
import java.util.Locale;
import java.util.Map;

/**
 * How an event is told in terms of OCSF: its class, its activity there, and the members that the
 * class demands. An event that is not here is something that happened to the gateway.
 */
enum EventShape {
  REVOCATION_ADDED(EventClass.ENTITY_MANAGEMENT, 1, "Create", Severity.MEDIUM),
  REVOCATION_LIFTED(EventClass.ENTITY_MANAGEMENT, 4, "Delete", Severity.MEDIUM),
  REVOCATION_FAILED(EventClass.ENTITY_MANAGEMENT, 99, "", Severity.HIGH),
  TOOL_FINDING(EventClass.ENTITY_MANAGEMENT, 3, "Update", Severity.MEDIUM),
  ADMIN_REFUSED(EventClass.AUTHENTICATION, 1, "Logon", Severity.MEDIUM),
  SESSION_STARTED(EventClass.AUTHENTICATION, 1, "Logon", Severity.INFORMATIONAL),
  SESSION_ENDED(EventClass.AUTHENTICATION, 2, "Logoff", Severity.INFORMATIONAL),
  STREAM_OPENED(EventClass.API_ACTIVITY, 99, "", Severity.INFORMATIONAL),
  CONFIG_RELOADED(EventClass.APPLICATION_LIFECYCLE, 8, "Update", Severity.INFORMATIONAL),
  CONFIG_REFUSED(EventClass.APPLICATION_LIFECYCLE, 8, "Update", Severity.MEDIUM),
  GATEWAY_STARTED(EventClass.APPLICATION_LIFECYCLE, 3, "Start", Severity.INFORMATIONAL),
  GATEWAY_STOPPED(EventClass.APPLICATION_LIFECYCLE, 4, "Stop", Severity.INFORMATIONAL),
  CHECK_BYPASSED(EventClass.APPLICATION_LIFECYCLE, 99, "", Severity.HIGH),
  AUDIT_SINK_DOWN(EventClass.APPLICATION_LIFECYCLE, 99, "", Severity.HIGH),
  OTHER(EventClass.APPLICATION_LIFECYCLE, 99, "", Severity.INFORMATIONAL);

  private final EventClass eventClass;
  private final int activity;
  private final String caption;
  private final Severity severity;

  EventShape(EventClass eventClass, int activity, String caption, Severity severity) {
    this.eventClass = eventClass;
    this.activity = activity;
    this.caption = caption;
    this.severity = severity;
  }

  static EventShape of(String event) {
    for (EventShape each : values()) {
      if (each.word().equals(event)) {
        return each;
      }
    }
    return OTHER;
  }

  /** The event that has this shape. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  EventClass eventClass() {
    return eventClass;
  }

  int activity() {
    return activity;
  }

  String activityName(String event) {
    return caption.isEmpty() ? event : caption;
  }

  Severity severity() {
    return severity;
  }

  boolean needsSource() {
    return eventClass == EventClass.API_ACTIVITY;
  }

  boolean succeeded(Map<String, String> details) {
    return switch (this) {
      case REVOCATION_FAILED, ADMIN_REFUSED, CONFIG_REFUSED, CHECK_BYPASSED, AUDIT_SINK_DOWN ->
          false;
      default -> !"failure".equals(details.get("result"));
    };
  }

  /** The members between {@code activity_name} and {@code attestation_list}. */
  void actor(AuditEvent event, JsonLine line) {
    switch (eventClass) {
      case ENTITY_MANAGEMENT, API_ACTIVITY -> {
        line.beginObject("actor");
        user("user", event, line);
        line.endObject();
        if (eventClass == EventClass.API_ACTIVITY) {
          line.beginObject("api")
              .text("operation", event.details().getOrDefault("method", event.event()))
              .endObject();
        }
      }
      case APPLICATION_LIFECYCLE -> line.raw("app", Ocsf.PRODUCT);
      case AUTHENTICATION -> {}
    }
  }

  /** The members between {@code class_uid} and {@code metadata}. */
  void subject(AuditEvent event, JsonLine line) {
    if (eventClass != EventClass.ENTITY_MANAGEMENT) {
      return;
    }
    Map<String, String> details = event.details();
    String reason = details.get("reason");
    if (reason != null) {
      line.text("comment", reason);
    }
    line.beginObject("entity");
    if (this == TOOL_FINDING) {
      line.text("name", details.getOrDefault("tool", "-")).exact("type", "mcp.tool");
    } else {
      line.exact("name", details.getOrDefault("revocation", "-")).exact("type", "revocation");
    }
    line.number("type_id", 99).endObject();
  }

  /** The members between {@code metadata} and {@code severity_id}. */
  void service(AuditEvent event, JsonLine line) {
    if (eventClass != EventClass.AUTHENTICATION) {
      return;
    }
    Map<String, String> details = event.details();
    line.beginObject("service").exact("name", details.getOrDefault("upstream", "admin"));
    line.endObject();
    String session = details.get("session");
    if (session != null) {
      line.beginObject("session").exact("uid", session).endObject();
    }
  }

  /** The member after {@code unmapped}. */
  void user(AuditEvent event, JsonLine line) {
    if (eventClass == EventClass.AUTHENTICATION) {
      user("user", event, line);
    }
  }

  private static void user(String member, AuditEvent event, JsonLine line) {
    String subject = event.details().get("subject");
    line.beginObject(member);
    if (subject == null) {
      line.exact("name", event.by());
    } else {
      line.exact("uid", subject);
    }
    line.endObject();
  }
}
