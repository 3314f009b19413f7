package io.mcpgateway.core.exchange;

import java.util.Locale;

/**
 * What something that is only observed would have decided, had it been enforced. Recorded and
 * counted; nobody but operators hears of it.
 *
 * @param rule what would have decided, in the words of audit records, such as {@code
 *     rule:refunds-over-100} or {@code arguments:refund}
 * @param effect what it would have decided
 */
public record Observation(String rule, Effect effect) {

  /** What would have come of it. */
  public enum Effect {
    /** It was refused, and would have been let through. */
    PERMIT,
    /** It was let through, and would have been refused. */
    DENY,
    /** It went on as it is, and would have been masked. */
    MASK;

    /** The word for it in audit records, metrics and logs. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
