package io.mcpgateway.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A gateway between clients of both eras and an upstream that says what it is told to, with all
 * that it writes. Route {@code /<era>/masked} masks everything for everybody, {@code /<era>/open}
 * nothing.
 */
final class LeakGateway implements AutoCloseable {
  private static final String ROLES =
      "roles: { anyone: { tools: ['*'], prompts: ['*'], resources: ['**'],"
          + " asks: [sampling, elicitation, roots] } }\n";
  private static final int SPLIT = 3;

  /** How an answer comes. */
  enum Transport {
    JSON,
    SSE,
    /** On a stream of its own, which only legacy clients open. */
    GET
  }

  /** How a client is connected. */
  enum Wire {
    HTTP_1,
    HTTP_2
  }

  /** What the upstream does about one request. */
  interface Script {
    void answer(String id, ScriptedUpstream.Connection connection) throws IOException;
  }

  private final ScriptedUpstream upstream;
  private final Gateway gateway;
  private final Path directory;
  private final HttpClient plain = HttpClient.newHttpClient();
  private final HttpClient secure;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger own = (Logger) LoggerFactory.getLogger("io.mcpgateway");
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, String> sessions = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile List<String> onGet = List.of();
  private int auditRead;
  private int linesRead;

  private LeakGateway(Path directory) throws Exception {
    this.directory = directory;
    this.upstream = ScriptedUpstream.start(this::answer);
    TestCertificates authority = TestCertificates.create();
    TestCertificates.Issued server = authority.server("localhost");
    Files.write(directory.resolve("tls.crt"), server.certificate());
    Files.write(directory.resolve("tls.key"), server.key());
    this.secure =
        HttpClient.newBuilder()
            .sslContext(authority.trusting())
            .version(HttpClient.Version.HTTP_2)
            .build();
    Files.writeString(
        directory.resolve("masked.yaml"), ROLES + "masks: [{ name: everything, detect: [all] }]\n");
    Files.writeString(directory.resolve("open.yaml"), ROLES);
    StringBuilder routes = new StringBuilder();
    for (String era : List.of("legacy", "modern")) {
      for (String policy : List.of("masked", "open")) {
        routes.append(
            "  - { path: /%s/%s, upstream: %s, anonymous: true, policy: %s.yaml }\n"
                .formatted(era, policy, era, policy));
      }
    }
    Path config =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners:
              - { name: plain, address: "127.0.0.1:0", plaintext: true }
              - { name: secure, address: "127.0.0.1:0", tls: { certificate: tls.crt, key: tls.key } }
            admin: { address: "127.0.0.1:0" }
            drain: 1s
            upstreams:
              - { name: legacy, url: "%s", protocol: legacy }
              - { name: modern, url: "%s", protocol: modern }
            routes:
            %s"""
                .formatted(upstream.url(), upstream.url(), routes));
    log.start();
    root.addAppender(log);
    own.setLevel(Level.TRACE);
    this.gateway = Gateway.start(config, _ -> null, InstantSource.system());
  }

  static LeakGateway start(Path directory) throws Exception {
    return new LeakGateway(directory);
  }

  private void answer(ScriptedUpstream.Request request, ScriptedUpstream.Connection connection)
      throws IOException {
    if (request.method().equals("GET")) {
      connection.beginEvents();
      for (String each : onGet) {
        connection.chunk("id: e1\ndata: " + each + "\n\n");
      }
      connection.endChunks();
      return;
    }
    JsonNode message = WholeGateway.JSON.readTree(request.body());
    if (!message.has("id") || !message.has("method")) {
      connection.respond(202, "", "");
      return;
    }
    String id = message.get("id").toString();
    Script script = scripts.remove(id);
    if (script != null) {
      script.answer(id, connection);
      return;
    }
    String result =
        switch (message.path("method").asText()) {
          case "initialize" ->
              "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"serverInfo\":{\"name\":\"u\",\"version\":\"1\"}";
          case "tools/list" -> "\"tools\":[]";
          default -> "\"content\":[]";
        };
    String body = response(id, "\"result\":{\"resultType\":\"complete\"," + result + "}");
    connection.send(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nMcp-Session-Id: u1\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  static String response(String id, String members) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + "," + members + "}";
  }

  /** What a client gets to see, header fields included, of something that stands at a place. */
  String seen(
      Place place, String said, boolean modern, Transport transport, Wire wire, String policy)
      throws Exception {
    String route = (modern ? "/modern/" : "/legacy/") + policy;
    if (transport == Transport.GET) {
      onGet = List.of(said);
      return get(route, wire);
    }
    return ask(
        place.said(),
        route,
        modern,
        wire,
        (id, connection) -> {
          boolean response = place.when() == Place.When.RESPONSE;
          String last =
              response
                  ? response(id, said)
                  : response(id, "\"result\":{\"resultType\":\"complete\",\"content\":[]}");
          if (transport == Transport.JSON) {
            connection.respond(200, "application/json", last);
            return;
          }
          connection.beginEvents();
          if (!response) {
            event(connection, said);
          }
          event(connection, last);
          connection.endChunks();
        });
  }

  /** Writes an event in two pieces, the second of which begins within the message. */
  private static void event(ScriptedUpstream.Connection connection, String message)
      throws IOException {
    String text = "data: " + message + "\n\n";
    int middle = text.length() * 2 / SPLIT;
    // Not between the halves of a character.
    middle = Character.isLowSurrogate(text.charAt(middle)) ? middle - 1 : middle;
    connection.chunk(text.substring(0, middle));
    connection.chunk(text.substring(middle));
  }

  /** Asks, and has the upstream answer by a script. */
  String ask(Place.Asked asked, String route, boolean modern, Wire wire, Script script)
      throws Exception {
    String id = Json.quote("c" + calls.incrementAndGet());
    boolean opens = asked == Place.Asked.INITIALIZE;
    String session = modern || opens ? null : session(route, wire);
    scripts.put(id, script);
    return text(post(asked, route, modern, wire, id, session));
  }

  /**
   * What a legacy client gets to see that lost a stream and comes back for the rest of it, by the
   * id of the last event that it has.
   *
   * @param rest the members of the response behind its id
   */
  String resumed(String rest, String route) throws Exception {
    String id = Json.quote("c" + calls.incrementAndGet());
    scripts.put(
        id,
        (_, connection) -> {
          connection.beginEvents();
          connection.chunk(
              "id: e7\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":"
                  + "{\"level\":\"info\",\"data\":\"x\"}}\n\n");
          connection.endChunks();
        });
    String session = session(route, Wire.HTTP_1);
    String begun = post(Place.Asked.TOOL, route, false, Wire.HTTP_1, id, session).body();
    String last =
        begun
            .lines()
            .filter(line -> line.startsWith("id: "))
            .reduce((_, later) -> later)
            .orElseThrow()
            .substring("id: ".length());
    onGet = List.of(response(id, rest));
    return text(
        send(
            HttpRequest.newBuilder(url(route, Wire.HTTP_1))
                .header("accept", "text/event-stream")
                .header("mcp-session-id", session)
                .header("mcp-protocol-version", "2025-11-25")
                .header("last-event-id", last),
            Wire.HTTP_1));
  }

  private String session(String route, Wire wire) throws Exception {
    String known = sessions.get(route + wire);
    if (known == null) {
      HttpResponse<String> started =
          post(Place.Asked.INITIALIZE, route, false, wire, "\"init\"", null);
      known = started.headers().firstValue("mcp-session-id").orElseThrow();
      sessions.put(route + wire, known);
    }
    return known;
  }

  private HttpResponse<String> post(
      Place.Asked asked,
      String route,
      boolean modern,
      Wire wire,
      String id,
      @Nullable String session)
      throws Exception {
    String params =
        !modern
            ? asked.params
            : asked.params.isEmpty() ? Requests.META : asked.params + "," + Requests.META;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url(route, wire))
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":"
                        + id
                        + ",\"method\":\""
                        + asked.method
                        + "\",\"params\":{"
                        + params
                        + "}}"));
    if (modern) {
      request.header("mcp-protocol-version", "2026-07-28").header("mcp-method", asked.method);
      if (asked.named != null) {
        request.header("mcp-name", asked.named);
      }
    } else if (session != null) {
      request.header("mcp-protocol-version", "2025-11-25").header("mcp-session-id", session);
    }
    return send(request, wire);
  }

  private String get(String route, Wire wire) throws Exception {
    return text(
        send(
            HttpRequest.newBuilder(url(route, wire))
                .header("accept", "text/event-stream")
                .header("mcp-session-id", session(route, wire))
                .header("mcp-protocol-version", "2025-11-25"),
            wire));
  }

  private URI url(String route, Wire wire) {
    return wire == Wire.HTTP_1
        ? gateway.address("plain").resolve(route)
        : URI.create("https://localhost:" + gateway.address("secure").getPort() + route);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, Wire wire) throws Exception {
    HttpResponse<String> response =
        wire == Wire.HTTP_1
            ? plain.send(
                request.version(HttpClient.Version.HTTP_1_1).build(),
                HttpResponse.BodyHandlers.ofString())
            : secure.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (wire == Wire.HTTP_2 && response.version() != HttpClient.Version.HTTP_2) {
      throw new AssertionError(response.version());
    }
    return response;
  }

  /** All of a response but what the gateway sealed, and ids that it makes up. */
  private static String text(HttpResponse<String> response) {
    StringBuilder text = new StringBuilder().append(response.statusCode()).append('\n');
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!name.equals("mcp-session-id") && !name.endsWith("-id")) {
                text.append(name).append(": ").append(values).append('\n');
              }
            });
    response
        .body()
        .lines()
        .filter(line -> !line.startsWith("id: "))
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /** What was written since the last time: audit records, log lines, metrics. */
  List<String> written() throws Exception {
    String audit = String.join("\n", Trails.lines(directory.resolve("audit")));
    List<ILoggingEvent> events = List.copyOf(log.list);
    StringBuilder logged = new StringBuilder();
    for (ILoggingEvent event : events.subList(linesRead, events.size())) {
      logged.append(event.getFormattedMessage()).append('\n');
      if (event.getThrowableProxy() != null) {
        logged.append(event.getThrowableProxy().getMessage()).append('\n');
      }
    }
    List<String> written =
        List.of(
            audit.substring(auditRead),
            logged.toString(),
            new Calls(plain).get(gateway.adminAddress().resolve("/metrics")).body());
    auditRead = audit.length();
    linesRead = events.size();
    return written;
  }

  /** How many audit records there are. */
  long records() {
    return Trails.lines(directory.resolve("audit")).size();
  }

  @Override
  public void close() {
    gateway.close();
    upstream.close();
    plain.close();
    secure.close();
    root.detachAppender(log);
    own.setLevel(null);
  }
}
