package io.mcpgateway.auth.credential;

import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Exchange;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Where the credential for an upstream comes from. Thread-safe; called on event loops. */
@FunctionalInterface
public interface CredentialSource extends AutoCloseable {
  /**
   * The credential for this exchange: complete already if it is at hand. Must not block. The future
   * does not fail: that there is no credential is an answer, too.
   */
  CompletableFuture<Obtained> forExchange(Exchange exchange);

  /** For metrics. */
  default CredentialStatus status() {
    return CredentialStatus.NONE;
  }

  /** Lets go of connections; requests under way end first. */
  @Override
  default void close() {}

  /** The upstream wants none. */
  static CredentialSource none() {
    return at(Credential.none());
  }

  /**
   * The same header fields every time, for example {@code authorization: Bearer …} or {@code
   * x-api-key: …}.
   *
   * @param headers at least one; the values are secrets
   * @throws IllegalArgumentException if a name or a value cannot be sent, or if the name is one
   *     that the gateway sets itself; never says a value
   */
  static CredentialSource fixed(Map<String, String> headers) {
    if (headers.isEmpty()) {
      throw new IllegalArgumentException("credential: no headers (expected: at least one)");
    }
    Map<String, String> fields = new HashMap<>();
    headers.forEach(
        (name, value) -> {
          String field = name.toLowerCase(Locale.ROOT);
          HeaderFields.requireName(field);
          HeaderFields.requireValue(field, value);
          if (fields.put(field, value) != null) {
            throw new IllegalArgumentException(
                "credential: " + field + " twice (expected: each header once)");
          }
        });
    return at(new Credential(fields));
  }

  private static CredentialSource at(Credential credential) {
    CompletableFuture<Obtained> atHand =
        CompletableFuture.completedFuture(new Obtained.Ready(credential));
    return _ -> atHand;
  }
}
