package io.mcpgateway.core.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.McpHeaders;
import io.mcpgateway.core.protocol.ProtocolVersion;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The requests that the gateway makes on its own behalf. */
final class OwnRequests {
  private static final byte[] NOTHING = new byte[0];
  private static final String CLIENT = "{\"name\":\"mcp-gateway\",\"version\":\"1\"}";
  private static final String META =
      "\"_meta\":{\""
          + McpHeaders.META_PROTOCOL_VERSION
          + "\":\""
          + ProtocolVersion.V2026_07_28.text()
          + "\",\""
          + McpHeaders.META_CLIENT_INFO
          + "\":"
          + CLIENT
          + ",\""
          + McpHeaders.META_CLIENT_CAPABILITIES
          + "\":{}}";

  private final RequestHead head;

  OwnRequests(RequestHead head) {
    this.head = head;
  }

  UpstreamRequest discover(Map<String, String> credential) {
    return modern(credential, "server/discover", "");
  }

  /**
   * One page of the list of tools.
   *
   * @param cursor where the page begins, or null for the first
   */
  UpstreamRequest tools(Map<String, String> credential, @Nullable String cursor) {
    return modern(
        credential, "tools/list", cursor == null ? "" : "\"cursor\":" + Json.quote(cursor) + ",");
  }

  /**
   * The same in a legacy session. The id is one that no client of the session uses: servers tell
   * requests of a session apart by it.
   *
   * @param sessionId the upstream's own, or null if it has no sessions
   * @param version what the session speaks, or null if its client does not say
   */
  UpstreamRequest legacyTools(
      Map<String, String> credential,
      @Nullable String cursor,
      @Nullable String sessionId,
      @Nullable String version) {
    byte[] body =
        ("{\"jsonrpc\":\"2.0\",\"id\":\"mcp-gateway-"
                + UUID.randomUUID()
                + "\",\"method\":\"tools/list\""
                + (cursor == null ? "" : ",\"params\":{\"cursor\":" + Json.quote(cursor) + "}")
                + "}")
            .getBytes(UTF_8);
    return inSession(credential, body, sessionId, version, true);
  }

  /** What a client says after {@code initialize}, before anything else. */
  UpstreamRequest initialized(
      Map<String, String> credential, @Nullable String sessionId, String version) {
    byte[] body = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}".getBytes(UTF_8);
    return inSession(credential, body, sessionId, version, false);
  }

  private UpstreamRequest inSession(
      Map<String, String> credential,
      byte[] body,
      @Nullable String sessionId,
      @Nullable String version,
      boolean repeatable) {
    HttpHeaders headers = head.post(credential, body.length);
    RequestHead.setIfPresent(headers, RequestHead.SESSION_ID, sessionId);
    RequestHead.setIfPresent(headers, RequestHead.PROTOCOL_VERSION, version);
    return new UpstreamRequest(HttpMethod.POST, head.target(), headers, body, repeatable, false);
  }

  private UpstreamRequest modern(Map<String, String> credential, String method, String params) {
    byte[] body =
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
                + method
                + "\",\"params\":{"
                + params
                + META
                + "}}")
            .getBytes(UTF_8);
    HttpHeaders headers =
        head.post(credential, body.length)
            .set(RequestHead.PROTOCOL_VERSION, ProtocolVersion.V2026_07_28.text())
            .set(RequestHead.METHOD, method);
    return new UpstreamRequest(HttpMethod.POST, head.target(), headers, body, true, false);
  }

  UpstreamRequest initialize(Map<String, String> credential) {
    byte[] body =
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
                + ProtocolVersion.V2025_11_25.text()
                + "\",\"capabilities\":{},\"clientInfo\":"
                + CLIENT
                + "}}")
            .getBytes(UTF_8);
    return new UpstreamRequest(
        HttpMethod.POST, head.target(), head.post(credential, body.length), body, false, false);
  }

  UpstreamRequest endSession(Map<String, String> credential, String sessionId) {
    HttpHeaders headers =
        head.delete(credential)
            .set(RequestHead.SESSION_ID, sessionId)
            .set(RequestHead.PROTOCOL_VERSION, ProtocolVersion.V2025_11_25.text());
    return new UpstreamRequest(HttpMethod.DELETE, head.target(), headers, NOTHING, true, false);
  }

  /** The GET that an HTTP+SSE server answers with an {@code endpoint} event. */
  UpstreamRequest openStream(Map<String, String> credential) {
    return new UpstreamRequest(
        HttpMethod.GET, head.target(), head.get(credential), NOTHING, true, true);
  }
}
