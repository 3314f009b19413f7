package io.mcpgateway.app.config;

import io.mcpgateway.auth.credential.IdentitySettings;
import io.mcpgateway.core.config.YamlMap;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server behind the gateway.
 *
 * @param name what routes call it; in metrics and audit records
 * @param url its MCP endpoint
 * @param identity how it is told who calls, or null if it is not
 * @param maxMessageBytes the largest answer or event
 * @param maxConnections on each event loop
 * @param ca certificates to trust instead of the system's, as a PEM file
 * @param tools what is done about its definitions of tools, or null if nothing is
 */
public record UpstreamConfig(
    String name,
    URI url,
    Protocol protocol,
    CredentialConfig credential,
    @Nullable IdentitySettings identity,
    Timeouts timeouts,
    int maxMessageBytes,
    int maxConnections,
    @Nullable Path ca,
    @Nullable ToolsConfig tools) {

  private static final int DEFAULT_MAX_MESSAGE = 16 << 20;
  private static final int DEFAULT_MAX_CONNECTIONS = 10_000;

  /** Which era it speaks. */
  public enum Protocol {
    /** Find out. */
    AUTO,
    MODERN,
    LEGACY
  }

  /**
   * How long to wait.
   *
   * @param connect for a connection, TLS included
   * @param firstByte for the head of an answer
   * @param idle between two events of a stream
   * @param total for a whole answer that is no stream
   */
  public record Timeouts(Duration connect, Duration firstByte, Duration idle, Duration total) {
    private static final Timeouts DEFAULT =
        new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            Duration.ofHours(1));

    static Timeouts read(@Nullable YamlMap map) {
      if (map == null) {
        return DEFAULT;
      }
      Timeouts timeouts =
          new Timeouts(
              map.duration("connect", DEFAULT.connect),
              map.duration("first-byte", DEFAULT.firstByte),
              map.duration("idle", DEFAULT.idle),
              map.duration("total", DEFAULT.total));
      map.finish();
      return timeouts;
    }
  }

  static UpstreamConfig read(YamlMap map, Path directory, Function<Path, YamlMap> files) {
    String name = map.string("name");
    String ca = map.optionalString("ca");
    CredentialConfig credential = CredentialConfig.read(map.map("credential"));
    UpstreamConfig upstream =
        new UpstreamConfig(
            name,
            map.url("url"),
            map.oneOf("protocol", Protocol.class, Protocol.AUTO),
            credential,
            IdentityConfig.readUpstream(map.map("identity"), credential),
            Timeouts.read(map.map("timeouts")),
            map.size("max-message-size", DEFAULT_MAX_MESSAGE),
            map.integer("max-connections", 1, 1_000_000, DEFAULT_MAX_CONNECTIONS),
            ca == null ? null : directory.resolve(ca).normalize(),
            ToolsConfig.read(map.map("tools"), name, directory, files));
    if (ca != null && "http".equals(upstream.url.getScheme())) {
      map.problem("ca", "an https url beside ca");
    }
    map.finish();
    return upstream;
  }

  /** Whether it knows who calls, so that it may show everybody something else. */
  public boolean knowsCallers() {
    return identity != null || credential instanceof CredentialConfig.TokenExchange;
  }
}
