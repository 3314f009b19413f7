package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.Grant;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.Pipeline;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.SessionStage;
import io.mcpgateway.core.exchange.Sessions;
import io.mcpgateway.core.exchange.Site;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Tracing;
import io.mcpgateway.core.exchange.Verdict;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A client edge on a real socket, with one route {@code /mcp} to a {@link FakeUpstream}. */
final class Edge implements AutoCloseable {
  static final String ALLOWED_ORIGIN = "https://app.example.com";
  static final int MAX_BODY = 4096;
  private static final ListenerSettings.Limits DEFAULTS = ListenerSettings.Limits.defaults();

  final FakeUpstream upstream = new FakeUpstream();
  final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  final Sessions sessions =
      new Sessions(List.of(new byte[32]), Duration.ofHours(1), InstantSource.system());
  final ClientEdge edge;
  final Listener listener;

  private Edge(
      ListenerSettings.Limits limits,
      @Nullable TlsMaterial tls,
      EdgeSettings.Io io,
      List<Stage> extraStages,
      int maxBody)
      throws IOException, BadCertificateException {
    List<Stage> stages = new ArrayList<>();
    stages.add(new SessionStage(sessions));
    stages.addAll(extraStages);
    stages.add(
        exchange -> new Verdict.Continue(exchange.with(new Grant.ByRule("everything", "1"))));
    Pipeline pipeline = new Pipeline(stages, List.of(), upstream, outcomes::add);
    edge = new ClientEdge(new EdgeSettings(1, io), sessions);
    listener =
        edge.open(
            new ListenerSettings("test", "127.0.0.1", 0, tls == null, tls, limits),
            () -> site(pipeline, maxBody));
  }

  static Edge plain(Stage... extraStages) {
    return start(DEFAULTS, null, EdgeSettings.Io.EPOLL, List.of(extraStages), MAX_BODY);
  }

  static Edge plain(ListenerSettings.Limits limits) {
    return start(limits, null, EdgeSettings.Io.EPOLL, List.of(), MAX_BODY);
  }

  static Edge on(EdgeSettings.Io io) {
    return start(DEFAULTS, null, io, List.of(), MAX_BODY);
  }

  static Edge secure(TlsMaterial tls) {
    return start(DEFAULTS, tls, EdgeSettings.Io.EPOLL, List.of(), 1 << 20);
  }

  private static Edge start(
      ListenerSettings.Limits limits,
      @Nullable TlsMaterial tls,
      EdgeSettings.Io io,
      List<Stage> extraStages,
      int maxBody) {
    try {
      return new Edge(limits, tls, io, extraStages, maxBody);
    } catch (IOException | BadCertificateException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Limits with short timeouts. */
  static ListenerSettings.Limits impatient() {
    return new ListenerSettings.Limits(
        DEFAULTS.initialLineBytes(),
        DEFAULTS.headerBytes(),
        DEFAULTS.connections(),
        DEFAULTS.streams(),
        Duration.ofMillis(200),
        Duration.ofMillis(200),
        Duration.ofMillis(200),
        Duration.ofMillis(200),
        Duration.ofMillis(200),
        Duration.ofMillis(50));
  }

  private Site site(Pipeline pipeline, int maxBody) {
    Route route =
        new Route(
            "/mcp",
            URI.create("https://gateway.example.com/mcp"),
            "upstream",
            Set.of(ALLOWED_ORIGIN),
            maxBody,
            "1",
            "1");
    return new Site(
        Set.of(authority(), "localhost:" + port(), "gateway.example.com"),
        Map.of("/mcp", new Site.Served(route, pipeline)),
        Map.of(
            "/.well-known/oauth-protected-resource/mcp",
            new Site.Document("application/json", "{\"resource\":\"x\"}")),
        Tracing.OFF,
        outcomes::add);
  }

  int port() {
    return listener.address().getPort();
  }

  String authority() {
    return "127.0.0.1:" + port();
  }

  RawClient connect() throws IOException {
    return new RawClient(port());
  }

  /** Sends one request on a connection of its own and reads the answer. */
  RawClient.Answer ask(String request) throws IOException {
    try (RawClient client = connect()) {
      client.send(request);
      return client.answer();
    }
  }

  @Override
  public void close() {
    listener.close();
    edge.close();
  }
}
