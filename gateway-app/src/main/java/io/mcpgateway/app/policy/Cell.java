package io.mcpgateway.app.policy;

import io.mcpgateway.app.policy.RuledRoute.Ruling;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.policy.access.Circumstances.Arguments;
import io.mcpgateway.policy.access.Question.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one caller may do with one thing, whatever the arguments.
 *
 * @param effect what is decided
 * @param rule which rule says so; where arguments decide, the one that would deny
 * @param observed what would be, were everything enforced, in the words of audit records; empty if
 *     the same
 */
public record Cell(Effect effect, String rule, String observed) {

  /** What is decided. */
  public enum Effect {
    PERMIT("permit"),
    DENY("deny"),
    /** Some arguments are permitted and some are not. */
    ARGUMENTS("by arguments");

    private final String word;

    Effect(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** Whatever looks at them fails, and what fails denies. */
  static final Arguments WORST =
      new Arguments.Known(
          () -> {
            throw new IllegalArgumentException("arguments that nobody knows");
          });

  /** Asks the policy for the best and the worst that arguments can do. */
  public static Cell of(
      RuledRoute route,
      Principal caller,
      Subject subject,
      @Nullable ToolDefinition tool,
      Instant now) {
    Ruling best =
        route.judge(Call.of(subject, new Arguments.Unknown(), now).with(tool).by(caller, route));
    Ruling worst = route.judge(Call.of(subject, WORST, now).with(tool).by(caller, route));
    String rule = worst.enforced().rule();
    String observed =
        best.observed().equals(worst.observed())
            ? best.observed()
            : "by arguments " + worst.observed();
    if (best.enforced().isPermit() && !worst.enforced().isPermit()) {
      return new Cell(Effect.ARGUMENTS, rule, observed);
    }
    return new Cell(
        best.enforced().isPermit() ? Effect.PERMIT : Effect.DENY, best.enforced().rule(), observed);
  }

  /** For people: {@code deny rule:x}. */
  public String words() {
    return effect.word()
        + (effect == Effect.ARGUMENTS ? ", else " : " ")
        + rule
        + (observed.isEmpty() ? "" : " (observed: " + observed + ")");
  }
}
