package io.mcpgateway.app.audit;

import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.token.ValueTokens.ContentMac;
import java.util.HexFormat;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** A keyed digest of JSON values, each with a line feed behind it. */
final class DigestedCopy implements ContentCopy {
  private static final long COST = 512;

  private final String key;
  private final Mac mac;
  private @Nullable String digest;

  DigestedCopy(ContentMac begun) {
    this.key = begun.key();
    this.mac = begun.mac();
  }

  @Override
  public void add(byte[] message, Span value) {
    mac.update(message, value.start(), value.length());
    mac.update((byte) '\n');
  }

  @Override
  public long cost() {
    return COST;
  }

  @Override
  public void write(JsonLine line) {
    // A record may be written more than once, if writing fails.
    String known = digest;
    if (known == null) {
      known = HexFormat.of().formatHex(mac.doFinal());
      digest = known;
    }
    line.exact("hmac", known).exact("key", key);
  }
}
