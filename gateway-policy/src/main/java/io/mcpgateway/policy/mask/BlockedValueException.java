package io.mcpgateway.policy.mask;

/** A message holds what a mask blocks. */
final class BlockedValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String mask;

  BlockedValueException(String mask) {
    super("blocked by the mask " + mask, null, false, false);
    this.mask = mask;
  }

  /** The name of the mask. */
  String mask() {
    return mask;
  }
}
