package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonRpcMessage;
import org.jspecify.annotations.Nullable;

/**
 * One message of a reply.
 *
 * @param message null in a priming event, which carries an id and nothing else
 * @param eventId the upstream's event id, or null; only legacy streams have them
 * @param retry after how many milliseconds to reconnect, or null
 */
public record ReplyEvent(
    @Nullable JsonRpcMessage message, @Nullable String eventId, @Nullable Long retry) {
  public static ReplyEvent of(JsonRpcMessage message) {
    return new ReplyEvent(message, null, null);
  }
}
