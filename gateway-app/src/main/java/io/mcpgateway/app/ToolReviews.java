package io.mcpgateway.app;

import io.mcpgateway.app.audit.AuditEvent;
import io.mcpgateway.app.audit.AuditSink;
import io.mcpgateway.app.config.ToolsConfig;
import io.mcpgateway.app.config.UpstreamConfig;
import io.mcpgateway.policy.pin.Finding;
import io.mcpgateway.policy.pin.ToolReview;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reviews of upstreams' tools, by the name of the upstream. One survives a reload as long as
 * its rules stay the same, so that what was told is not told again; each finding is an audit event
 * and a line in the log. Thread-safe.
 */
final class ToolReviews {
  private static final Logger logger = LoggerFactory.getLogger(ToolReviews.class);

  private final AuditSink audit;
  private final InstantSource clock;
  private final Map<String, ToolReview> reviews = new ConcurrentHashMap<>();

  ToolReviews(AuditSink audit, InstantSource clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /** The upstream's review, or null if nothing is reviewed there. */
  @Nullable ToolReview of(UpstreamConfig upstream) {
    String name = upstream.name();
    ToolsConfig tools = upstream.tools();
    if (tools == null) {
      reviews.remove(name);
      return null;
    }
    return reviews.compute(
        name,
        (_, known) ->
            known != null && known.rules().equals(tools.rules())
                ? known
                : new ToolReview(tools.rules(), finding -> tell(name, finding)));
  }

  /** Called on event loops: neither the log nor the audit file makes anybody wait. */
  private void tell(String upstream, Finding finding) {
    String tool = finding.tool();
    logger.warn("upstream {}: tool {}: {}", upstream, tool, finding.text());
    Map<String, String> details = new LinkedHashMap<>();
    details.put("upstream", upstream);
    details.put("tool", tool);
    details.put("finding", finding.kind().word());
    details.put("differences", String.join(", ", finding.differences()));
    details.put("sha256", finding.sha256());
    var _ =
        audit.note(
            new AuditEvent(clock.instant(), "tool-finding", "gateway", "-", details, Map.of()));
  }

  void forEach(BiConsumer<String, ToolReview> each) {
    reviews.forEach(each);
  }
}
