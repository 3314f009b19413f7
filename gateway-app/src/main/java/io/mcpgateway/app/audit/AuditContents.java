package io.mcpgateway.app.audit;

import io.mcpgateway.app.config.AuditContentConfig;
import io.mcpgateway.core.exchange.ContentLog;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.RootKey;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps what the records of a route have of what is said there. */
public final class AuditContents implements Function<Exchange, @Nullable ContentLog> {
  private final AuditContentConfig config;
  private final @Nullable RootKey root;

  /**
   * @param root for digests; null if there are none
   */
  public AuditContents(AuditContentConfig config, @Nullable RootKey root) {
    this.config = config;
    this.root = root;
  }

  @Override
  public @Nullable ContentLog apply(Exchange exchange) {
    return config.isOff() ? null : AuditContent.of(exchange, config, root);
  }
}
