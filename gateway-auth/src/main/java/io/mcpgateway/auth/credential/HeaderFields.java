package io.mcpgateway.auth.credential;

import java.util.Set;

/** Which header fields a credential may consist of (RFC 9110 section 5). */
final class HeaderFields {
  private static final String NAME_SYMBOLS = "!#$%&'*+-.^_`|~";

  /** Framing, routing and what the protocol says about the message: never a credential. */
  private static final Set<String> RESERVED =
      Set.of(
          "accept",
          "accept-encoding",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "keep-alive",
          "last-event-id",
          "mcp-method",
          "mcp-name",
          "mcp-protocol-version",
          "mcp-session-id",
          "proxy-connection",
          "te",
          "traceparent",
          "tracestate",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** What clients may set: a secret there would stand beside what a client says. */
  private static final String CLIENT_PREFIX = "mcp-param-";

  private HeaderFields() {}

  static void requireName(String name) {
    boolean token =
        !name.isEmpty()
            && name.chars()
                .allMatch(
                    c ->
                        (c >= 'a' && c <= 'z')
                            || (c >= '0' && c <= '9')
                            || NAME_SYMBOLS.indexOf(c) >= 0);
    if (!token || RESERVED.contains(name) || name.startsWith(CLIENT_PREFIX)) {
      throw new IllegalArgumentException(
          "credential: header " + name + " (expected: a header name the gateway does not set)");
    }
  }

  static void requireValue(String name, String value) {
    if (value.isBlank() || !value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "credential: value of " + name + " (expected: visible ASCII on one line)");
    }
  }
}
