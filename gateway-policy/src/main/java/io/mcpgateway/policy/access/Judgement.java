package io.mcpgateway.policy.access;

import io.mcpgateway.core.exchange.Observation;
import java.util.List;

/**
 * What is done about a question, and what would be done.
 *
 * @param enforced what happens
 * @param observations what would happen instead, were everything enforced that is only observed;
 *     empty if it is the same
 */
public record Judgement(Decision enforced, List<Observation> observations) {
  public Judgement {
    observations = List.copyOf(observations);
  }

  public Judgement(Decision enforced) {
    this(enforced, List.of());
  }
}
