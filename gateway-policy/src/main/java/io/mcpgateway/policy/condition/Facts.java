package io.mcpgateway.policy.condition;

/**
 * What conditions look at, worked out when they do. For one question and one thread; a fact may be
 * asked for more than once.
 */
public interface Facts {
  /** False while a list is filtered: nobody has said with which arguments a tool is called. */
  boolean knowsArguments();

  /**
   * The value of {@code variable}, as its type is in {@link Variable}. Not asked for arguments that
   * are not known.
   *
   * @throws IllegalArgumentException if there is no value that a condition could be sure of
   */
  Object value(Variable variable);
}
