package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where audit records go besides the trail.
 *
 * @param name what its cursor and its metrics are called
 * @param from which records it gets when it is new
 * @param batch how many records it gets at a time, at most
 */
public record SinkConfig(String name, From from, int batch, Target target) {
  private static final int DEFAULT_BATCH = 500;
  private static final int MAX_BATCH = 10_000;
  private static final int SYSLOG_PORT = 6514;
  private static final int MAX_NAME = 64;
  private static final int MAX_HOSTNAME = 255;

  /** What the gateway sets itself, because records would be lost or reordered otherwise. */
  private static final Set<String> OWN_PROPERTIES =
      Set.of(
          "acks",
          "batch.size",
          "bootstrap.servers",
          "delivery.timeout.ms",
          "enable.idempotence",
          "key.serializer",
          "linger.ms",
          "max.block.ms",
          "max.in.flight.requests.per.connection",
          "request.timeout.ms",
          "value.serializer");

  /** Which records a new sink gets. */
  public enum From {
    /** All that the trail still has. */
    START,
    /** Those that are written from now on. */
    NOW
  }

  /** What it is. */
  public sealed interface Target {}

  /** The standard output. */
  public record Stdout() implements Target {}

  /**
   * An HTTPS endpoint that takes JSON lines.
   *
   * @param headers of each request, with secrets in them
   * @param ca certificates to trust instead of the system's, as a PEM file
   * @param compress whether bodies are gzip
   */
  public record Https(URI url, Map<String, String> headers, @Nullable Path ca, boolean compress)
      implements Target {
    public Https {
      headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
      return "Https[url=" + url + "]";
    }
  }

  /**
   * A syslog server that speaks TLS.
   *
   * @param hostname what this machine is called in messages, or {@code -}
   * @param ca certificates to trust instead of the system's, as a PEM file
   * @param certificate of the gateway, with {@code key}; null for none
   */
  public record Syslog(
      HostPort address,
      String hostname,
      @Nullable Path ca,
      @Nullable Path certificate,
      @Nullable Path key)
      implements Target {}

  /**
   * A topic of a Kafka cluster.
   *
   * @param bootstrapServers {@code host:port}, separated by commas
   * @param ca certificates to trust instead of the system's, as a PEM file
   * @param properties more for the producer, with secrets in them
   */
  public record Kafka(
      String bootstrapServers,
      String topic,
      boolean tls,
      @Nullable Path ca,
      Map<String, String> properties)
      implements Target {
    public Kafka {
      properties = Map.copyOf(properties);
    }

    @Override
    public String toString() {
      return "Kafka[bootstrapServers=" + bootstrapServers + ", topic=" + topic + "]";
    }
  }

  /** An address to connect to. */
  public record HostPort(String host, int port) {}

  private enum Type {
    STDOUT,
    HTTPS,
    SYSLOG,
    KAFKA
  }

  static List<SinkConfig> read(List<YamlMap> maps, Path directory) {
    List<SinkConfig> sinks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlMap map : maps) {
      SinkConfig sink = read(map, directory);
      if (!names.add(sink.name) && !sink.name.isEmpty()) {
        map.problem("name", "a name that no other sink has");
      }
      sinks.add(sink);
    }
    return sinks;
  }

  private static SinkConfig read(YamlMap map, Path directory) {
    String name = map.string("name");
    if (!name.isEmpty() && !isName(name)) {
      map.problem("name", "1 to 64 lower-case letters, digits and '-'");
    }
    SinkConfig sink =
        new SinkConfig(
            name,
            map.oneOf("from", From.class, From.START),
            map.integer("batch", 1, MAX_BATCH, DEFAULT_BATCH),
            switch (type(map)) {
              case STDOUT -> new Stdout();
              case HTTPS -> https(map, directory);
              case SYSLOG -> syslog(map, directory);
              case KAFKA -> kafka(map, directory);
            });
    map.finish();
    return sink;
  }

  private static Type type(YamlMap map) {
    // Required: there is no sink that everybody means.
    String _ = map.string("type");
    return map.oneOf("type", Type.class, Type.STDOUT);
  }

  private static Https https(YamlMap map, Path directory) {
    URI url = map.url("url");
    boolean plain = "http".equals(url.getScheme());
    if (plain && map.has("url") && !isLocal(String.valueOf(url.getHost()))) {
      map.problem("url", "an https URL; http only of this machine");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    YamlMap secrets = map.map("headers");
    if (secrets != null) {
      for (String header : secrets.keys()) {
        String value = secrets.secret(header);
        if (!header.chars().allMatch(SinkConfig::isTokenCharacter)
            || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
          secrets.hiddenProblem(header, "the name of a header, and visible ASCII as its value");
        } else {
          headers.put(header, value);
        }
      }
      secrets.finish();
    }
    Path ca = path(map, "ca", directory);
    if (ca != null && plain) {
      map.problem("ca", "an https url beside ca");
    }
    return new Https(url, headers, ca, map.flag("compress", false));
  }

  private static Syslog syslog(YamlMap map, Path directory) {
    String hostname = map.string("hostname", "-");
    if (hostname.isEmpty()
        || hostname.length() > MAX_HOSTNAME
        || hostname.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      map.problem("hostname", "1 to 255 visible ASCII characters");
      hostname = "-";
    }
    Syslog syslog =
        new Syslog(
            address(map),
            hostname,
            path(map, "ca", directory),
            path(map, "certificate", directory),
            path(map, "key", directory));
    if ((syslog.certificate == null) != (syslog.key == null)) {
      map.problem(syslog.key == null ? "certificate" : "key", "certificate and key together");
    }
    return syslog;
  }

  private static HostPort address(YamlMap map) {
    String text = map.string("address");
    HostPort address = hostPort(text, SYSLOG_PORT);
    if (address == null) {
      if (!text.isEmpty()) {
        map.problem("address", "a host and a port, such as logs.example.com:6514");
      }
      return new HostPort("invalid.invalid", SYSLOG_PORT);
    }
    return address;
  }

  private static Kafka kafka(YamlMap map, Path directory) {
    List<String> servers = map.strings("bootstrap-servers");
    if (servers.isEmpty() || servers.stream().anyMatch(each -> hostPort(each, 0) == null)) {
      map.problem("bootstrap-servers", "brokers, each as host:port");
    }
    String topic = map.string("topic");
    if (!topic.isEmpty()
        && (topic.length() > 249 || !topic.chars().allMatch(SinkConfig::isTopicCharacter))) {
      map.problem("topic", "1 to 249 letters, digits, '.', '_' and '-'");
    }
    boolean tls = map.flag("tls", true);
    Path ca = path(map, "ca", directory);
    if (ca != null && !tls) {
      map.problem("ca", "tls: true beside ca");
    }
    return new Kafka(String.join(",", servers), topic, tls, ca, properties(map));
  }

  private static Map<String, String> properties(YamlMap map) {
    YamlMap more = map.map("properties");
    Map<String, String> properties = new LinkedHashMap<>();
    if (more == null) {
      return properties;
    }
    for (String name : more.keys()) {
      if (OWN_PROPERTIES.contains(name)) {
        more.problem(name, "no property that the gateway sets itself");
      } else if (name.equals("compression.type")) {
        String type = more.string(name);
        if (!type.equals("none") && !type.equals("gzip")) {
          more.problem(name, "none or gzip");
        }
        properties.put(name, type);
      } else {
        properties.put(name, isSecret(name) ? more.secret(name) : more.string(name));
      }
    }
    more.finish();
    return properties;
  }

  private static boolean isSecret(String property) {
    return property.contains("password")
        || property.contains("secret")
        || property.endsWith("jaas.config")
        || property.endsWith("keystore.key");
  }

  private static @Nullable Path path(YamlMap map, String key, Path directory) {
    String path = map.optionalString(key);
    return path == null ? null : directory.resolve(path).normalize();
  }

  /**
   * @param port if the text has none; 0 if it has to have one
   */
  private static @Nullable HostPort hostPort(String text, int port) {
    int colon = text.lastIndexOf(':');
    boolean bracketed = text.startsWith("[");
    boolean hasPort = colon > (bracketed ? text.indexOf(']') : -1);
    String host = hasPort ? text.substring(0, colon) : text;
    if (bracketed && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      return null;
    }
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '/' || c == '@')) {
      return null;
    }
    if (!hasPort) {
      return port == 0 ? null : new HostPort(host, port);
    }
    try {
      int number = Integer.parseInt(text.substring(colon + 1));
      return number >= 1 && number <= 65535 ? new HostPort(host, number) : null;
    } catch (NumberFormatException malformed) {
      return null;
    }
  }

  private static boolean isLocal(String host) {
    return host.toLowerCase(Locale.ROOT).equals("localhost")
        || host.startsWith("127.")
        || host.equals("[::1]");
  }

  private static boolean isName(String text) {
    return text.length() <= MAX_NAME
        && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }

  private static boolean isTopicCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }

  private static boolean isTokenCharacter(int c) {
    return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
  }
}
