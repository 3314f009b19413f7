package io.mcpgateway.core.exchange;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** What a {@link Stage} decides. */
public sealed interface Verdict {
  /** Go on, knowing more. */
  record Continue(Exchange exchange) implements Verdict {}

  /**
   * Answer the client instead of asking the upstream.
   *
   * @param observations what only observed rules say to it
   */
  record Refuse(Refusal refusal, List<Observation> observations) implements Verdict {
    public Refuse {
      observations = List.copyOf(observations);
    }

    public Refuse(Refusal refusal) {
      this(refusal, List.of());
    }
  }

  /**
   * Decide later. The pipeline goes on with {@code verdict} on the exchange's loop, whatever thread
   * completes it. A failed stage ends the exchange as {@link Refusal.Internal}.
   */
  record Await(CompletionStage<Verdict> verdict) implements Verdict {}
}
