package io.mcpgateway.policy.schema;

import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;

/** Pays for every keyword that is evaluated, and notices a schema that goes round in circles. */
final class CountedContext extends ExecutionContext {
  /** A value is at most 64 levels deep, and a schema takes a few keywords for each. */
  private static final int MAX_DEPTH = 1_000;

  private final Budget budget;
  private int depth;

  CountedContext(ExecutionConfig config, Budget budget) {
    super(config);
    this.budget = budget;
  }

  @Override
  public void evaluationPathAddLast(String keyword) {
    budget.spend(1);
    if (++depth > MAX_DEPTH) {
      throw new CircleException();
    }
    super.evaluationPathAddLast(keyword);
  }

  @Override
  public void evaluationPathRemoveLast() {
    depth--;
    super.evaluationPathRemoveLast();
  }

  @Override
  public void evaluationPathAddLast(int index) {
    budget.spend(1);
    depth++;
    super.evaluationPathAddLast(index);
  }

  /** The schema refers to itself without getting any further in the value. */
  static final class CircleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CircleException() {
      super("the schema refers to itself in a circle", null, false, false);
    }
  }
}
