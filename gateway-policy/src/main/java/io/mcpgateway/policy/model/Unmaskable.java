package io.mcpgateway.policy.model;

/** What becomes of what masks concern but cannot look into. */
public enum Unmaskable {
  /** It does not go on. */
  BLOCK,
  /** All of it is redacted. */
  REDACT_ALL,
  /** It goes on as it is, and is counted. */
  PASS
}
