package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonRpcMessage;
import java.util.Map;

/** What a {@link ReplyStage} makes of a message. */
public sealed interface Revision {
  Revision UNCHANGED = new Unchanged();

  /** The message goes on as it came, byte for byte. */
  record Unchanged() implements Revision {}

  /**
   * Another message goes on.
   *
   * @param counts how often each rule applied, by rule name, for audit records and metrics
   */
  record Changed(JsonRpcMessage message, Map<String, Integer> counts) implements Revision {}

  /** The message must not reach the client; the reply ends with {@code refusal}. */
  record Blocked(Refusal refusal) implements Revision {}
}
