package io.mcpgateway.app.admin;

import io.mcpgateway.app.config.AdminCaller.Permit;

/** Who asks the admin listener. */
sealed interface Caller {
  /** Somebody who shows nothing. */
  record Nobody() implements Caller {}

  /** Somebody who shows something that is not known. */
  record Stranger() implements Caller {}

  record Known(String name, Permit permit) implements Caller {}
}
