package io.mcpgateway.core.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP headers of Streamable HTTP, and how a value stands in one (MCP 2026-07-28, basic,
 * transports, streamable HTTP, value encoding).
 */
public final class McpHeaders {
  public static final String PROTOCOL_VERSION = "mcp-protocol-version";
  public static final String SESSION_ID = "mcp-session-id";
  public static final String METHOD = "mcp-method";
  public static final String NAME = "mcp-name";
  public static final String PARAM_PREFIX = "mcp-param-";
  public static final String LAST_EVENT_ID = "last-event-id";

  /** The member of {@code _meta} that makes a request a modern one. */
  public static final String META_PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";

  public static final String META_CLIENT_CAPABILITIES =
      "io.modelcontextprotocol/clientCapabilities";
  public static final String META_CLIENT_INFO = "io.modelcontextprotocol/clientInfo";

  private static final String SENTINEL_START = "=?base64?";
  private static final String SENTINEL_END = "?=";

  private McpHeaders() {}

  /**
   * The value that a header carries, the base64 sentinel decoded; null if it looks like a sentinel
   * but is not a valid one.
   */
  public static @Nullable String decode(String header) {
    if (!header.startsWith(SENTINEL_START)
        || !header.endsWith(SENTINEL_END)
        || header.length() < SENTINEL_START.length() + SENTINEL_END.length()) {
      return header;
    }
    String base64 =
        header.substring(SENTINEL_START.length(), header.length() - SENTINEL_END.length());
    try {
      byte[] decoded = Base64.getDecoder().decode(base64);
      if (!Base64.getEncoder().encodeToString(decoded).equals(base64)) {
        return null;
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded)).toString();
    } catch (IllegalArgumentException | CharacterCodingException notASentinel) {
      return null;
    }
  }

  /** {@code value} as a header carries it: as it is where that is safe, else as a sentinel. */
  public static String encode(String value) {
    boolean plain = !value.startsWith(SENTINEL_START) && value.strip().length() == value.length();
    for (int i = 0; plain && i < value.length(); i++) {
      plain = value.charAt(i) >= 0x20 && value.charAt(i) <= 0x7E;
    }
    if (plain) {
      return value;
    }
    return SENTINEL_START
        + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
        + SENTINEL_END;
  }
}
