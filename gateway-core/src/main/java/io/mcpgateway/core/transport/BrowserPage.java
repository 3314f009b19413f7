package io.mcpgateway.core.transport;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** What a person sees who opens a route in a browser. Always the same bytes. */
final class BrowserPage {
  private static final byte[] HTML =
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>MCP endpoint</title></head>
      <body>
      <h1>This is an MCP endpoint</h1>
      <p>It speaks the Model Context Protocol over Streamable HTTP. Give this page's address to an
      MCP client as the URL of a server.</p>
      </body>
      </html>
      """
          .getBytes(StandardCharsets.UTF_8);

  private BrowserPage() {}

  static byte[] html() {
    return HTML;
  }

  static void addTo(HttpHeaders headers) {
    headers.set(
        HttpHeaderNames.CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    headers.set("x-content-type-options", "nosniff");
    headers.set("referrer-policy", "no-referrer");
  }
}
