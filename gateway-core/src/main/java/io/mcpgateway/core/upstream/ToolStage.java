package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.McpMethod;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the definition of the tool that is called on the exchange, for the stages that judge by it.
 * A tool that the upstream's list does not have gets none. Where the list cannot be had, nobody can
 * judge, so nothing is forwarded.
 *
 * <p>The upstream is asked as the exchange would ask it. The credential is worked out for that
 * request alone: whether the exchange gets one is decided later, by policy.
 */
public final class ToolStage implements Stage {
  private final UpstreamEdge edge;
  private final boolean needed;
  private final Function<String, @Nullable String> upstreamName;
  private final List<Stage> credentials;

  /**
   * @param needed whether anything judges by definitions; if not, the upstream is not asked
   * @param upstreamName what the upstream calls the tool that a client names; null if nothing
   * @param credentials the stages that put the credential on an exchange, in order
   */
  public ToolStage(
      UpstreamEdge edge,
      boolean needed,
      Function<String, @Nullable String> upstreamName,
      List<Stage> credentials) {
    this.edge = edge;
    this.needed = needed;
    this.upstreamName = upstreamName;
    this.credentials = List.copyOf(credentials);
  }

  @Override
  public Verdict apply(Exchange exchange) {
    if (!needed
        || exchange.target().method() != McpMethod.TOOLS_CALL
        || !(exchange.operation() instanceof Operation.Send)) {
      return new Verdict.Continue(exchange);
    }
    String name = upstreamName.apply(exchange.target().name());
    if (name == null) {
      return new Verdict.Continue(exchange);
    }
    ToolCatalog.Snapshot known = edge.knownTools(exchange, name);
    return known != null ? judge(exchange, name, known) : ask(exchange, exchange, name, 0);
  }

  /** Goes through the credential stages from {@code next} on, and asks with what came of them. */
  private Verdict ask(Exchange exchange, Exchange presented, String name, int next) {
    if (next == credentials.size()) {
      return new Verdict.Await(
          edge.loadTools(presented).thenApply(loaded -> judge(exchange, name, loaded)));
    }
    return asked(exchange, credentials.get(next).apply(presented), name, next);
  }

  private Verdict asked(Exchange exchange, Verdict verdict, String name, int next) {
    return switch (verdict) {
      case Verdict.Continue(Exchange more) -> ask(exchange, more, name, next + 1);
      case Verdict.Refuse refused -> refused;
      case Verdict.Await(CompletionStage<Verdict> later) ->
          new Verdict.Await(later.thenApply(known -> asked(exchange, known, name, next)));
    };
  }

  private Verdict judge(Exchange exchange, String name, ToolCatalog.Snapshot known) {
    ToolCatalog.Entry entry = known.tool(name);
    if (entry != null) {
      return new Verdict.Continue(exchange.with(entry.definition()));
    }
    Refusal obstacle = known.obstacle(edge.settings().name(), name);
    return obstacle == null ? new Verdict.Continue(exchange) : new Verdict.Refuse(obstacle);
  }
}
