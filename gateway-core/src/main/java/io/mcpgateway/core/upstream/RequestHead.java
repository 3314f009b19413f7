package io.mcpgateway.core.upstream;

import io.mcpgateway.core.protocol.McpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header fields that every request to one upstream has. Values are checked as they are added:
 * one with a line break or NUL cannot be sent.
 */
final class RequestHead {
  static final AsciiString PROTOCOL_VERSION = AsciiString.cached(McpHeaders.PROTOCOL_VERSION);
  static final AsciiString SESSION_ID = AsciiString.cached(McpHeaders.SESSION_ID);
  static final AsciiString METHOD = AsciiString.cached(McpHeaders.METHOD);
  static final AsciiString NAME = AsciiString.cached(McpHeaders.NAME);
  static final AsciiString LAST_EVENT_ID = AsciiString.cached(McpHeaders.LAST_EVENT_ID);
  static final AsciiString EVENT_STREAM = AsciiString.cached("text/event-stream");

  private static final AsciiString BOTH = AsciiString.cached("application/json, text/event-stream");

  private final AsciiString host;
  private final String target;

  RequestHead(UpstreamSettings settings) {
    this.host = AsciiString.cached(settings.authority());
    this.target = settings.target();
  }

  /** Path and query. */
  String target() {
    return target;
  }

  /** The fields of a POST of {@code length} bytes. */
  HttpHeaders post(Map<String, String> credential, int length) {
    return common(credential)
        .set(HttpHeaderNames.ACCEPT, BOTH)
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, length);
  }

  HttpHeaders get(Map<String, String> credential) {
    return common(credential).set(HttpHeaderNames.ACCEPT, EVENT_STREAM);
  }

  HttpHeaders delete(Map<String, String> credential) {
    return common(credential);
  }

  private HttpHeaders common(Map<String, String> credential) {
    HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
    for (Map.Entry<String, String> field : credential.entrySet()) {
      headers.set(field.getKey(), field.getValue());
    }
    // After the credential's: nothing that is configured there changes the framing.
    headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    return headers
        .set(HttpHeaderNames.HOST, host)
        .set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY);
  }

  static void setIfPresent(HttpHeaders headers, AsciiString name, @Nullable String value) {
    if (value != null) {
      headers.set(name, value);
    }
  }
}
