package io.mcpgateway.policy.model;

import io.mcpgateway.policy.condition.Condition;
import org.jspecify.annotations.Nullable;

/**
 * What is decided about {@code concerns} for the callers in {@code scope}, beside what roles
 * permit.
 */
public record Rule(
    String name, Mode mode, RoleScope scope, Selection concerns, Effect effect, Source source) {

  /** What a rule says. Whatever denies wins over whatever permits. */
  public sealed interface Effect {
    /** Denied. */
    record Deny() implements Effect {}

    /** Denied when the condition is true, and when it cannot be said whether it is. */
    record DenyWhen(Condition condition) implements Effect {}

    /** Permitted when the condition is true. */
    record PermitWhen(Condition condition) implements Effect {}

    /** Denied unless the condition is true. */
    record Require(Condition condition) implements Effect {}

    /** Null if it needs none. */
    default @Nullable Condition asks() {
      return switch (this) {
        case Deny() -> null;
        case DenyWhen(Condition condition) -> condition;
        case PermitWhen(Condition condition) -> condition;
        case Require(Condition condition) -> condition;
      };
    }

    /** The key that says it. */
    default String key() {
      return switch (this) {
        case Deny _ -> "deny";
        case DenyWhen _ -> "deny-when";
        case PermitWhen _ -> "permit-when";
        case Require _ -> "require";
      };
    }
  }

  /** The same rule with something else to say. */
  public Rule with(Effect other) {
    return new Rule(name, mode, scope, concerns, other, source);
  }

  public boolean isObserved() {
    return mode == Mode.OBSERVE;
  }
}
