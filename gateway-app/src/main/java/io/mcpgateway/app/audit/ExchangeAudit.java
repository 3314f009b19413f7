package io.mcpgateway.app.audit;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.SessionListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/** Records what begins with an exchange, and goes on after it: sessions, and open streams. */
public record ExchangeAudit(AuditSink audit, InstantSource clock) implements SessionListener {

  @Override
  public void began(Exchange exchange, String label) {
    note("session-started", exchange, Map.of("session", label));
  }

  @Override
  public void ended(Exchange exchange, String label, Duration lasted, End end) {
    note(
        "session-ended",
        exchange,
        Map.of(
            "cause",
            end == End.EXPIRED ? "expired" : "deleted",
            "seconds",
            Long.toString(Math.max(0, lasted.toSeconds())),
            "session",
            label));
  }

  /** The exchange's own record says when it closes. */
  public void streamOpened(Exchange exchange) {
    note(
        "stream-opened",
        exchange,
        exchange.client().session() instanceof Session.Open open
            ? Map.of("session", open.label())
            : Map.of());
  }

  private void note(String event, Exchange exchange, Map<String, String> more) {
    Map<String, String> details = new TreeMap<>(more);
    details.put("exchange", exchange.id());
    details.put("listener", exchange.arrival().listener());
    details.put("method", exchange.operation().method());
    details.put("route", exchange.route().path());
    details.put("upstream", exchange.route().upstream());
    String by = "anonymous";
    if (exchange.principal() instanceof Principal.Authenticated known) {
      by = known.subject();
      details.put("issuer", known.issuer());
      details.put("subject", known.subject());
    }
    // What cannot be written is counted and logged where it is written.
    var _ =
        audit.note(
            new AuditEvent(
                clock.instant(), event, by, exchange.arrival().peer(), details, Map.of()));
  }
}
