package io.mcpgateway.auth.revocation;

import org.jspecify.annotations.Nullable;

/** A text is not a revocation, or one that nobody could have made. */
public final class MalformedRevocationException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param message the name of what is wrong, and what was expected; never the whole text
   */
  MalformedRevocationException(String message) {
    super(message);
  }

  MalformedRevocationException(@Nullable String message, Throwable cause) {
    super(message, cause);
  }
}
