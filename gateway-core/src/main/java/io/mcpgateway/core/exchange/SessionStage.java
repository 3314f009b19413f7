package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod;

/**
 * Opens the legacy session that a client claims; comes after authentication, because a session
 * belongs to a principal. What cannot be opened is unknown: 404, and the client starts anew.
 */
public final class SessionStage implements Stage {
  private final Sessions sessions;

  public SessionStage(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    if (!(exchange.client().session() instanceof Session.Claimed claimed)) {
      return new Verdict.Continue(exchange);
    }
    Session.Open open = sessions.open(exchange, claimed);
    if (open == null) {
      return new Verdict.Refuse(new Refusal.UnknownSession());
    }
    Exchange opened = exchange.with(exchange.client().with(open));
    Session.ResumePoint resume = open.resume();
    if (resume != null) {
      // What is replayed is decided, filtered and masked as the reply that it was part of.
      McpMethod method = McpMethod.of(resume.method(), Era.LEGACY).orElse(null);
      opened =
          opened.with(
              opened.operation(),
              new Target(method, method == null ? null : method.primitive(), resume.target()));
    }
    return new Verdict.Continue(opened);
  }
}
