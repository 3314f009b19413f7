package io.mcpgateway.auth.credential;

import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Refusal;

/** What a source has for an exchange. */
public sealed interface Obtained {
  record Ready(Credential credential) implements Obtained {}

  /** There is none, and nothing is sent upstream. */
  record Failed(Refusal.CredentialFailed why) implements Obtained {}
}
