package io.mcpgateway.policy.condition;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Which variables a condition may name. */
public enum Vocabulary {
  /** Those of the caller, and the time: for who is a member of a role. */
  CALLER(EnumSet.range(Variable.ISSUER, Variable.CLAIMS), EnumSet.of(Variable.NOW)),
  /** All of them: for what a rule says to a call. */
  CALL(EnumSet.allOf(Variable.class), EnumSet.noneOf(Variable.class));

  private final Set<Variable> variables;

  Vocabulary(Set<Variable> some, Set<Variable> more) {
    variables = EnumSet.copyOf(some);
    variables.addAll(more);
  }

  Set<Variable> variables() {
    return EnumSet.copyOf(variables);
  }

  /** Their names, for whoever wrote another one. */
  public String words() {
    return variables.stream().map(Variable::path).collect(Collectors.joining(", "));
  }
}
