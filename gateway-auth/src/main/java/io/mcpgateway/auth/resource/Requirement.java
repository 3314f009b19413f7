package io.mcpgateway.auth.resource;

/** What a route wants of one way to bind tokens to those who may use them. */
public enum Requirement {
  /** Only tokens that are bound this way, and only from those they are bound to. */
  REQUIRED,
  /** A token that is bound needs its proof; one that is not is as good as before. */
  OPTIONAL,
  /** Nothing is checked, so tokens that are bound this way are refused. */
  OFF
}
