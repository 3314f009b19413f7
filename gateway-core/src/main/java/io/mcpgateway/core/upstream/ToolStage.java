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
 * A tool that the upstream's list does not have gets none. Where the list cannot be had and
 * somebody judges by it, nothing is forwarded.
 *
 * <p>The upstream is asked as the exchange would ask it. The credential is worked out for that
 * request alone: whether the exchange gets one is decided later, by policy.
 */
public final class ToolStage implements Stage {
  /** What the definition is for. */
  public enum Need {
    /** For nothing: the upstream is not asked. */
    NONE,
    /** It makes something better; without it the exchange goes on. */
    WELCOME,
    /** Something judges by it. */
    REQUIRED
  }

  private final UpstreamEdge edge;
  private final Need need;
  private final Function<String, @Nullable String> upstreamName;
  private final List<Stage> credentials;

  /**
   * @param upstreamName what the upstream calls the tool that a client names; null if nothing
   * @param credentials the stages that put the credential on an exchange, in order
   */
  public ToolStage(
      UpstreamEdge edge,
      Need need,
      Function<String, @Nullable String> upstreamName,
      List<Stage> credentials) {
    this.edge = edge;
    this.need = need;
    this.upstreamName = upstreamName;
    this.credentials = List.copyOf(credentials);
  }

  @Override
  public Verdict apply(Exchange exchange) {
    if (need == Need.NONE
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
      case Verdict.Refuse refused ->
          // Whoever presents nothing is refused later, if policy lets them come that far.
          need == Need.REQUIRED ? refused : new Verdict.Continue(exchange);
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
    return obstacle == null || need == Need.WELCOME
        ? new Verdict.Continue(exchange)
        : new Verdict.Refuse(obstacle);
  }
}
