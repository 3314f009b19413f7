package io.mcpgateway.app.audit;

import io.mcpgateway.app.config.ConfigWatch;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records every reload: who may do what may be another from then on. In force whether it can be
 * recorded or not, since a policy that takes something away must not wait for a disk.
 */
public record ReloadAudit(AuditSink audit, InstantSource clock) {

  /**
   * @param complete whether nothing that changed takes a restart
   */
  public void inForce(ConfigWatch.Cause cause, String version, boolean complete) {
    note(
        "config-reloaded",
        cause,
        Map.of("configVersion", version, "result", complete ? "done" : "partial"));
  }

  /**
   * @param version what stays in force
   * @param problem in a few words; the log has every one
   */
  public void refused(ConfigWatch.Cause cause, String version, String problem) {
    note("config-refused", cause, Map.of("configVersion", version, "problem", problem));
  }

  private void note(String event, ConfigWatch.Cause cause, Map<String, String> details) {
    // What cannot be written is counted and logged where it is written.
    var _ =
        audit.note(
            new AuditEvent(
                clock.instant(),
                event,
                cause.name().toLowerCase(Locale.ROOT),
                "",
                new TreeMap<>(details),
                Map.of()));
  }
}
