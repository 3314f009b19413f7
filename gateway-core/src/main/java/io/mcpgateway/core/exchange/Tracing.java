package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonObject;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How exchanges get their place in a trace. What a client says of its trace is taken over if it is
 * well-formed, and as if it had not been said if not.
 *
 * @param exports whether the gateway's spans are collected
 * @param share how many of the traces that begin here are to be kept, from 0 to 1
 */
public record Tracing(boolean exports, double share) {
  /** Nobody collects spans. */
  public static final Tracing OFF = new Tracing(false, 0);

  public Tracing {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share: " + share + " (expected: from 0 to 1)");
    }
  }

  /** By the header of a request; its message may know better. */
  public Trace of(RequestHeaders headers) {
    if (headers.first(TraceParent.NAME) == null) {
      return begin();
    }
    List<String> parents = headers.all(TraceParent.NAME);
    TraceParent parent = parents.size() == 1 ? TraceParent.parse(parents.getFirst()) : null;
    return parent == null
        ? begin()
        : continued(parent, String.join(",", headers.all(TraceState.NAME)));
  }

  /**
   * By the message.
   *
   * @param known by the header of the request that the message came in
   */
  public Trace of(@Nullable JsonObject meta, Trace known) {
    if (meta == null || !TraceParent.isMentioned(meta)) {
      return known;
    }
    TraceParent parent = TraceParent.parse(meta.string(TraceParent.NAME));
    return (parent == null ? known : continued(parent, meta.string(TraceState.NAME)))
        .writtenInMessage();
  }

  private Trace begin() {
    if (!exports) {
      return Trace.begin();
    }
    boolean sampled = share > 0 && ThreadLocalRandom.current().nextDouble() < share;
    return new Trace(Trace.id(), Trace.id(), 0, Trace.id(), Trace.id(), sampled, true, "", false);
  }

  private Trace continued(TraceParent parent, @Nullable String state) {
    long span = Trace.id();
    return new Trace(
        parent.high(),
        parent.low(),
        parent.span(),
        span,
        exports ? Trace.id() : span,
        parent.sampled(),
        true,
        state != null && TraceState.isValid(state) ? state : "",
        false);
  }
}
