package io.mcpgateway.policy.condition;

/**
 * What conditions look at, worked out when they do. For one question and one thread; a fact may be
 * asked for more than once.
 */
public interface Facts {
  /** Instead of a fact that is not known, such as the arguments while a list is filtered. */
  Object UNKNOWN = new Object();

  /**
   * The value of {@code variable}, as its type is in {@link Vocabulary}, or {@link #UNKNOWN}.
   *
   * @throws IllegalArgumentException if there is no value that a condition could be sure of
   */
  Object value(Variable variable);
}
