package io.mcpgateway.app.audit;

import io.mcpgateway.app.config.AuditContentConfig;
import io.mcpgateway.app.config.AuditContentConfig.Form;
import io.mcpgateway.core.exchange.ContentLog;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.RootKey;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.Span;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What the record of one exchange has of its arguments and its result: keyed digests, or copies
 * without the values in them. The arguments are those that the client sent, the result is the one
 * that it got. What is long is cut before it is looked at, so nothing here grows with a message.
 */
final class AuditContent implements ContentLog {
  private static final String ALGORITHM = "HmacSHA256";

  /** So much more than is shown is looked at: what is taken out leaves room. */
  private static final int WINDOW = 4;

  private final AuditContentConfig config;
  private final @Nullable Mac mac;
  private byte[] result = {};
  private long resultBytes = -1;
  private byte @Nullable [] resultDigest;

  private AuditContent(AuditContentConfig config, @Nullable Mac mac) {
    this.config = config;
    this.mac = mac;
  }

  /**
   * @param root what the keys of tenants are derived from; null if nothing is digested
   */
  static AuditContent of(Exchange exchange, AuditContentConfig config, @Nullable RootKey root) {
    return new AuditContent(config, root == null ? null : mac(root, exchange.principal()));
  }

  private static Mac mac(RootKey root, Principal principal) {
    String tenant =
        principal instanceof Principal.Authenticated known && known.tenant() != null
            ? known.tenant()
            : "";
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(root.derive("mcpgateway audit content " + tenant, 32), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("the JDK lacks " + ALGORITHM, missing);
    }
  }

  @Override
  public void sent(JsonRpcMessage message) {
    if (config.results() == Form.OFF || !(message instanceof JsonRpcMessage.Response response)) {
      return;
    }
    Span span = response.result();
    if (span == null) {
      return;
    }
    byte[] bytes = message.bytes();
    resultBytes = span.end() - span.start();
    if (config.results() == Form.HMAC) {
      resultDigest = digest(bytes, span);
    } else {
      result =
          Arrays.copyOfRange(bytes, span.start(), Math.min(span.end(), span.start() + window()));
    }
  }

  /** On the thread that writes records. */
  void write(Exchange exchange, JsonLine line) {
    JsonRpcMessage said = exchange.said();
    Span span = said == null ? null : said.params().span("arguments");
    boolean argues = config.arguments() != Form.OFF && span != null;
    if (!argues && resultBytes < 0) {
      return;
    }
    line.beginObject("content");
    if (argues) {
      arguments(said.bytes(), span, line);
    }
    if (resultDigest != null) {
      line.number("resultsBytes", resultBytes).exact("resultsHmac", text(resultDigest));
    } else if (resultBytes >= 0) {
      line.json("results", result, 0, result.length, (int) resultBytes, config.maxBytes())
          .number("resultsBytes", resultBytes);
    }
    line.endObject();
  }

  private void arguments(byte[] bytes, Span span, JsonLine line) {
    long size = span.end() - span.start();
    if (config.arguments() == Form.HMAC) {
      line.number("argumentsBytes", size).exact("argumentsHmac", text(digest(bytes, span)));
      return;
    }
    int to = Math.min(span.end(), span.start() + window());
    line.json("arguments", bytes, span.start(), to, span.end(), config.maxBytes())
        .number("argumentsBytes", size);
  }

  private byte[] digest(byte[] bytes, Span span) {
    if (mac == null) {
      throw new IllegalStateException("no key to digest with");
    }
    mac.update(bytes, span.start(), span.end() - span.start());
    return mac.doFinal();
  }

  private int window() {
    return config.maxBytes() * WINDOW;
  }

  private static String text(byte[] digest) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }
}
