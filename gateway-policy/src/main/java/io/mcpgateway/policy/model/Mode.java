package io.mcpgateway.policy.model;

/** What becomes of what is decided. */
public enum Mode {
  /** It is done. */
  ENFORCE,
  /** It is recorded and counted, and not done. */
  OBSERVE
}
