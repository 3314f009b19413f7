package io.mcpgateway.policy.access;

/** What audit records call the reasons for a decision. */
final class Words {
  static final String ROLE = "role:";
  static final String RULE = "rule:";
  static final String PLATFORM = "platform:";
  static final String DEFAULT = "default";
  static final String MALFORMED = "malformed-name";

  /** Nothing is decided, because the route says so. */
  static final Decision PERMIT_ALL = new Decision.Permit("permit-all");

  /** Whatever is decided is only observed. */
  static final Decision OBSERVE = new Decision.Permit("observe");

  /** A method that is part of the protocol, and that no rule denies. */
  static final Decision PROTOCOL = new Decision.Permit("protocol");

  /** Some tool is permitted, so that there may be tasks. */
  static final Decision TASK = new Decision.Permit("task");

  private Words() {}
}
