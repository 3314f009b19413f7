package io.mcpgateway.app.audit;

import java.time.InstantSource;
import java.util.Map;

/** Records that the gateway starts and stops, and what it does without meanwhile. */
public record LifeAudit(AuditSink audit, InstantSource clock) {

  public void started(String version, String configVersion) {
    note("gateway-started", Map.of("configVersion", configVersion, "version", version));
  }

  /** In order: what is under way has ended. */
  public void stopped(String configVersion) {
    note("gateway-stopped", Map.of("configVersion", configVersion));
  }

  /**
   * @param works whether revocations of other replicas are learnt; if not, exchanges go on by those
   *     that are known
   */
  public void sharing(boolean works) {
    note(works ? "check-restored" : "check-bypassed", Map.of("check", "shared-revocations"));
  }

  private void note(String event, Map<String, String> details) {
    // What cannot be written is counted and logged where it is written.
    var _ = audit.note(new AuditEvent(clock.instant(), event, "gateway", "", details, Map.of()));
  }
}
