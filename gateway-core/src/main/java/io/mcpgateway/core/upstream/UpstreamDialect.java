package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import org.jspecify.annotations.Nullable;

/** How one era puts an exchange into HTTP, and what its responses mean. Stateless. */
sealed interface UpstreamDialect permits ModernUpstream, LegacyUpstream {
  Era era();

  UpstreamRequest request(Exchange exchange);

  /**
   * What a response that is no stream means.
   *
   * @param status neither 401 nor 403
   * @param message what its body said, or null if that was not one JSON-RPC message
   */
  Meaning meaning(Exchange exchange, int status, @Nullable JsonRpcMessage message);

  /** What becomes of {@code message} on the stream that replies to {@code exchange}. */
  Passage passage(Exchange exchange, JsonRpcMessage message);

  /** Whether events have ids, and a stream may go on in another one. */
  boolean resumes();

  /** Whether such a reply says that the upstream does not speak this era. */
  boolean deniesEra(int status, @Nullable JsonRpcMessage message);
}
