package io.mcpgateway.app.policy;

import io.mcpgateway.app.policy.Recorded.Said;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.access.Question.Subject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes of one audit record what policy was asked. Never guesses what it does not say. */
final class RecordReader {
  private RecordReader() {}

  /** Null for what policy did not decide, or what the record says too little of. */
  static @Nullable Recorded read(RecordMembers record) {
    String decision = decision(record);
    String method = record.method();
    Subject subject = method == null ? null : subject(record, method);
    if (decision == null || method == null || subject == null || record.redacted()) {
      return null;
    }
    return new Recorded(
        record.route(),
        record.upstream(),
        method,
        subject,
        record.era().equals(Era.LEGACY.label()) ? Era.LEGACY : Era.MODERN,
        record.client(),
        caller(record),
        record.issuer() == null
            ? Said.EVERYTHING
            : new Said(record.roles().whole(), record.scopes().whole(), record.groups().whole()),
        time(record),
        decision.equals("permit"),
        record.rule() == null ? RuledRoute.INSUFFICIENT_SCOPE : record.rule(),
        record.observed());
  }

  /** What was decided; a token that lacked a scope was denied, too. */
  private static @Nullable String decision(RecordMembers record) {
    if (record.decision() != null) {
      return record.decision();
    }
    return RuledRoute.INSUFFICIENT_SCOPE.equals(record.outcome()) ? "deny" : null;
  }

  private static @Nullable Subject subject(RecordMembers record, String method) {
    McpMethod known = CallReader.known(method);
    if (known == null) {
      // Streams, sessions and responses have no method of MCP, and policy asks nothing of them.
      return method.indexOf('/') < 0 ? null : new Subject.Method(method, false);
    }
    String name = record.target();
    Primitive primitive = known.primitive();
    return switch (known.kind()) {
      case USE ->
          name == null || primitive == null || !record.whole()
              ? null
              : new Subject.Use(primitive, name);
      case TASK -> new Subject.AnyTool();
      case PROTOCOL, LIST, NOTIFICATION -> new Subject.Method(method, true);
      // The record does not say what these act on.
      case COMPLETE, SUBSCRIBE -> null;
    };
  }

  private static Principal caller(RecordMembers record) {
    if (record.issuer() == null) {
      return new Principal.Anonymous();
    }
    return new Principal.Authenticated(
        record.issuer(),
        record.subject(),
        record.clientId(),
        record.actors().stream().map(actor -> new Principal.Actor(actor, null)).toList(),
        record.tenant(),
        record.roles().words(),
        record.groups().words(),
        Map.of(),
        record.scopes().words(),
        record.tokenId(),
        Instant.MAX);
  }

  private static Instant time(RecordMembers record) {
    try {
      return Instant.parse(record.time());
    } catch (DateTimeException malformed) {
      return Instant.EPOCH;
    }
  }
}
