package io.mcpgateway.core.upstream;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;

/**
 * One HTTP request, built from nothing but what the gateway knows.
 *
 * @param target path and query
 * @param body shared, not copied; empty if there is none
 * @param repeatable whether the upstream may see it twice without harm
 * @param endless whether the response is a stream without an end of its own
 */
record UpstreamRequest(
    HttpMethod method,
    String target,
    HttpHeaders headers,
    byte[] body,
    boolean repeatable,
    boolean endless) {

  /** A message to write; may be called again for a second attempt. */
  FullHttpRequest toHttp() {
    return new DefaultFullHttpRequest(
        HttpVersion.HTTP_1_1,
        method,
        target,
        body.length == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body),
        headers,
        EmptyHttpHeaders.INSTANCE);
  }

  @Override
  public String toString() {
    return method + " " + headers.names();
  }
}
