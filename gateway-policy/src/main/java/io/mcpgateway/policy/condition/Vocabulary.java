package io.mcpgateway.policy.condition;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Which variables a condition may name. */
public enum Vocabulary {
  /** Those of the caller, and the time: for who is a member of a role. */
  CALLER,
  /** All of them: for what a rule says to a call. */
  CALL;

  Set<Variable> variables() {
    return switch (this) {
      case CALLER -> {
        Set<Variable> variables = EnumSet.range(Variable.ISSUER, Variable.CLAIMS);
        variables.add(Variable.NOW);
        yield variables;
      }
      case CALL -> EnumSet.allOf(Variable.class);
    };
  }

  /** Their names, for whoever wrote another one. */
  public String words() {
    return variables().stream().map(Variable::path).collect(Collectors.joining(", "));
  }
}
