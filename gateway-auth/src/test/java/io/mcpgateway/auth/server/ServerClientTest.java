package io.mcpgateway.auth.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mcpgateway.testkit.TestCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerClientTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final List<ServerClient> clients = new CopyOnWriteArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    clients.forEach(ServerClient::close);
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }

  // Asking.

  @Test
  void theAnswerIsGivenWhateverItsStatus() throws Exception {
    URI server = serve(exchange -> send(exchange, 400, "{\"error\":\"invalid_client\"}"));

    Answer answer = client().get(server, Reach.LOOPBACK);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(new String(answer.body(), UTF_8)).isEqualTo("{\"error\":\"invalid_client\"}");
    assertThat(answer.toString()).isEqualTo("Answer[status=400, 26 bytes]");
  }

  @Test
  void aFormIsPostedWithItsHeaders() throws Exception {
    URI server =
        serve(
            exchange -> {
              seen.add(exchange.getRequestMethod());
              seen.add(exchange.getRequestHeaders().getFirst("authorization"));
              seen.add(exchange.getRequestHeaders().getFirst("content-type"));
              seen.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
              send(exchange, 200, "{}");
            });

    Answer answer =
        client()
            .post(
                server, Reach.LOOPBACK, Map.of("authorization", "Basic eDp5"), Map.of("k", "ä &"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(seen)
        .containsExactly(
            "POST",
            "Basic eDp5",
            "application/x-www-form-urlencoded; charset=UTF-8",
            "k=%C3%A4+%26");
  }

  @Test
  void nothingIsSentThatNobodyAskedFor() throws Exception {
    URI server =
        serve(
            exchange -> {
              exchange.getRequestHeaders().keySet().stream()
                  .map(String::toLowerCase)
                  .sorted()
                  .forEach(seen::add);
              exchange.getResponseHeaders().set("set-cookie", "a=b");
              send(exchange, 200, "{}");
            });
    ServerClient client = client();

    client.get(server, Reach.LOOPBACK);
    client.get(server, Reach.LOOPBACK);

    assertThat(seen).doesNotContain("cookie", "accept-encoding", "upgrade", "authorization");
    assertThat(seen).contains("accept", "host", "user-agent");
  }

  @Test
  void aRedirectIsAnAnswerLikeAnyOther() throws Exception {
    URI canary = serve(exchange -> seen.add("hit"));
    URI server =
        serve(
            exchange -> {
              exchange.getResponseHeaders().set("location", canary.toString());
              send(exchange, 302, "");
            });

    assertThat(client().get(server, Reach.LOOPBACK).status()).isEqualTo(302);
    assertThat(client().post(server, Reach.LOOPBACK, Map.of(), Map.of()).status()).isEqualTo(302);
    assertThat(seen).isEmpty();
  }

  // Limits.

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBodyMayBeAsLongAsTheLimitAndNotLonger(boolean chunked) throws Exception {
    AtomicInteger length = new AtomicInteger(ServerClient.SIZE_LIMIT);
    URI server =
        serve(
            exchange -> {
              exchange.sendResponseHeaders(200, chunked ? 0 : length.get());
              exchange.getResponseBody().write(new byte[length.get()]);
            });
    ServerClient client = client();

    assertThat(client.get(server, Reach.LOOPBACK).body()).hasSize(ServerClient.SIZE_LIMIT);
    length.incrementAndGet();
    assertFails(() -> client.get(server, Reach.LOOPBACK), "longer than 262144 bytes");
  }

  @Test
  void aBodyThatDripsIsGivenUp() throws Exception {
    URI server =
        serve(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              drip(exchange.getResponseBody());
            });

    assertFails(
        () -> client().get(server, Reach.LOOPBACK, SHORT), "not answered within the time limit");
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws Exception {
    URI server = serve(exchange -> awaitForever());

    assertFails(
        () -> client().get(server, Reach.LOOPBACK, SHORT), "not answered within the time limit");
  }

  @Test
  void soIsAResolver() {
    ServerClient client =
        client(
            null,
            _ -> {
              awaitForever();
              return new InetAddress[0];
            });

    assertFails(
        () -> client.get(URI.create("https://idp.example.com/"), Reach.NETWORK, SHORT),
        "not answered within the time limit");
  }

  // Where it connects to.

  @ParameterizedTest
  @CsvSource({
    "https://2130706433:PORT/, 2130706433 is not a host name",
    "https://0x7f.1:PORT/, not an https URL with a host",
    "https://0x7f000001:PORT/, 0x7f000001 is not a host name",
    "https://127.1:PORT/, not an https URL with a host",
    "https://0177.0.0.1:PORT/, 0177.0.0.1 is not a host name",
    "https://[::ffff:127.0.0.1]:PORT/, is at 127.0.0.1",
    "https://[::127.0.0.1]:PORT/, is at 0:0:0:0:0:0:7f00:1",
    "https://[64:ff9b::7f00:1]:PORT/, is at 64:ff9b:0:0:0:0:7f00:1",
    "https://127.0.0.1:PORT/, is at 127.0.0.1",
    "https://localhost:PORT/, is at 127.0.0.1",
    "http://127.0.0.1:PORT/, not an https URL with a host",
    "ftp://127.0.0.1:PORT/, not an https URL with a host"
  })
  void noSpellingOfAnAddressGetsPastTheRules(String location, String problem) throws Exception {
    URI canary = serve(exchange -> seen.add("hit"));
    URI target = URI.create(location.replace("PORT", String.valueOf(canary.getPort())));
    ServerClient client = client(null, _ -> addresses("127.0.0.1"));

    for (Reach reach : List.of(Reach.NETWORK, Reach.PUBLIC)) {
      assertThatThrownBy(() -> client.get(target, reach))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(problem);
    }
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2130706433", "0x7f.1", "0x7f000001", "127.1", "0177.0.0.1", "1.2.3.4."})
  void norDoesItReachTheResolver(String host) {
    HostAddresses addresses =
        new HostAddresses(
            name -> {
              seen.add(name);
              return addresses("127.0.0.1");
            },
            Reach.LOOPBACK);

    assertThatThrownBy(() -> addresses.resolve(host)).hasMessageContaining("not a host name");
    assertThat(seen).isEmpty();
  }

  @Test
  void aNameWithOneBadAddressIsRefusedAsAWhole() throws Exception {
    URI canary = serve(exchange -> seen.add("hit"));
    ServerClient client = client(null, _ -> addresses("127.0.0.1", "169.254.169.254"));

    assertFails(
        () -> client.get(URI.create("http://localhost:" + canary.getPort()), Reach.LOOPBACK),
        "localhost is at 169.254.169.254 (expected: a loopback address)");
    assertThat(seen).isEmpty();
  }

  @Test
  void aNameIsResolvedOnceAndThatAddressIsConnectedTo() throws Exception {
    URI server = serve("127.0.0.1", 0, exchange -> send(exchange, 200, "first"));
    serve("127.0.0.2", server.getPort(), exchange -> send(exchange, 200, "second"));
    AtomicInteger questions = new AtomicInteger();
    ServerClient client =
        client(
            null,
            _ -> addresses(questions.incrementAndGet() == 1 ? "127.0.0.1" : "169.254.169.254"));
    URI named = URI.create("http://localhost:" + server.getPort() + "/");

    Answer answer = client.get(named, Reach.LOOPBACK);

    assertThat(new String(answer.body(), UTF_8)).isEqualTo("first");
    assertThat(questions).hasValue(1);
  }

  @Test
  void aConnectionOfOneReachIsNotUsedForAnother() throws Exception {
    URI server = serve(exchange -> send(exchange, 200, "{}"));
    URI named = URI.create("http://localhost:" + server.getPort() + "/");
    ServerClient client = client(null, _ -> addresses("127.0.0.1"));

    client.get(named, Reach.LOOPBACK);

    assertThatThrownBy(
            () -> client.get(URI.create(named.toString().replace("http:", "https:")), Reach.PUBLIC))
        .hasMessageContaining("(expected: a public address, or the host among trusted-hosts)");
  }

  // TLS.

  @Test
  void anIssuerWithItsOwnAuthorityIsTrustedThroughItsCa() throws Exception {
    TestCertificates certificates = TestCertificates.create();
    URI server = serveTls(certificates, certificates.server("localhost"));
    String ca = new String(certificates.authority(), UTF_8);

    assertThat(client(ca, _ -> addresses("127.0.0.1")).get(server, Reach.LOOPBACK).status())
        .isEqualTo(200);
    assertThatThrownBy(() -> client().get(server, Reach.LOOPBACK))
        .hasMessageStartingWith("no TLS connection");
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws Exception {
    TestCertificates certificates = TestCertificates.create();
    URI server = serveTls(certificates, certificates.server("idp.example.com"));
    ServerClient client =
        client(new String(certificates.authority(), UTF_8), _ -> addresses("127.0.0.1"));

    assertThatThrownBy(() -> client.get(server, Reach.LOOPBACK))
        .hasMessageStartingWith("no TLS connection");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA"})
  void whatIsNoCertificateIsNoCa(String text) {
    assertThatThrownBy(() -> new ServerAccess(text, Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ca: unreadable (expected: a file with certificates in PEM)");
  }

  // Parts.

  private ServerClient client() {
    return client(null, InetAddress::getAllByName);
  }

  private ServerClient client(@Nullable String ca, HostAddresses.Resolver resolver) {
    ServerClient client = new ServerClient(ca, resolver);
    clients.add(client);
    return client;
  }

  private URI serve(HttpHandler handler) throws IOException {
    return serve("127.0.0.1", 0, handler);
  }

  private URI serve(String address, int port, HttpHandler handler) throws IOException {
    return start(
        "http",
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), port), 0),
        handler);
  }

  private URI serveTls(TestCertificates certificates, TestCertificates.Issued issued)
      throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificates.trustingAs(issued)));
    URI address = start("https", server, exchange -> send(exchange, 200, "{}"));
    return URI.create("https://localhost:" + address.getPort() + "/");
  }

  private URI start(String scheme, HttpServer server, HttpHandler handler) {
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            handler.handle(exchange);
          }
        });
    server.start();
    servers.add(server);
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void drip(OutputStream body) throws IOException {
    try {
      while (true) {
        body.write(' ');
        body.flush();
        Thread.sleep(20);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static InetAddress[] addresses(String... literals) {
    return Arrays.stream(literals).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IOException.class).hasMessage(message);
  }
}
