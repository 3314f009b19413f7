package io.mcpgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.core.exchange.ClientCertificate;
import io.mcpgateway.testkit.TestCertificates;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCertificateTest {
  private final TestCertificates servers = TestCertificates.create();
  private final TestCertificates clients = TestCertificates.create();
  private final TestCertificates.Issued server = servers.server("127.0.0.1");
  private final TestCertificates.Issued alice = clients.client("alice");
  private @Nullable Edge edge;

  @AfterEach
  void stop() {
    if (edge != null) {
      edge.close();
    }
  }

  private Edge edge(boolean required) {
    Edge started = Edge.secure(material(clients, required));
    edge = started;
    return started;
  }

  private TlsMaterial material(TestCertificates trusted, boolean required) {
    return new TlsMaterial(
        server.certificate(), server.key(), new ClientTrust(trusted.authority(), required));
  }

  private static HttpResponse<String> ask(Edge edge, SSLContext context, HttpClient.Version version)
      throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(context).version(version).build()) {
      return ask(edge, client);
    }
  }

  private static HttpResponse<String> ask(Edge edge, HttpClient client) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("https://" + edge.authority() + "/mcp"))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(Requests.LEGACY_LIST))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private ClientCertificate aliceAsSeen() {
    return new ClientCertificate(
        alice.thumbprint(), "CN=alice", alice.x509().getNotAfter().toInstant());
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1, true", "HTTP_1_1, false", "HTTP_2, true", "HTTP_2, false"})
  void anExchangeKnowsTheCertificateOfItsConnection(HttpClient.Version version, boolean required)
      throws Exception {
    Edge edge = edge(required);

    assertThat(ask(edge, servers.trustingAs(alice), version).statusCode()).isEqualTo(200);

    assertThat(edge.upstream.next().exchange().arrival().certificate()).isEqualTo(aliceAsSeen());
  }

  @ParameterizedTest
  @EnumSource
  void whereItIsOptionalAClientMayHaveNone(HttpClient.Version version) throws Exception {
    Edge edge = edge(false);

    assertThat(ask(edge, servers.trusting(), version).statusCode()).isEqualTo(200);

    assertThat(edge.upstream.next().exchange().arrival().certificate()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void whereItIsRequiredAClientWithoutOneIsTurnedAway(HttpClient.Version version) {
    Edge edge = edge(true);

    assertThatThrownBy(() -> ask(edge, servers.trusting(), version))
        .isInstanceOf(IOException.class);
    await().until(() -> edge.listener.statistics().handshakesFailed() > 0);
    assertThat(edge.listener.statistics().requests()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCertificateThatIsNotGoodIsRefusedAlsoWhereNoneIsNeeded(boolean required) {
    Edge edge = edge(required);
    TestCertificates.Issued[] wrong = {
      clients.expiredClient("late"), servers.client("foreign"), clients.server("127.0.0.1")
    };

    for (TestCertificates.Issued each : wrong) {
      long before = edge.listener.statistics().certificatesRefused();
      assertThatThrownBy(() -> ask(edge, servers.trustingAs(each), HttpClient.Version.HTTP_1_1))
          .isInstanceOf(IOException.class);
      await().until(() -> edge.listener.statistics().certificatesRefused() > before);
    }
    assertThat(edge.listener.statistics().requests()).isZero();
  }

  @Test
  void aChangedAuthorityCountsForNewConnectionsAndOldOnesGoOn() throws Exception {
    Edge edge = edge(true);
    TestCertificates others = TestCertificates.create();
    try (HttpClient open =
        HttpClient.newBuilder()
            .sslContext(servers.trustingAs(alice))
            .version(HttpClient.Version.HTTP_2)
            .build()) {
      assertThat(ask(edge, open).statusCode()).isEqualTo(200);

      edge.listener.tls(material(others, true));

      assertThat(ask(edge, open).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> ask(edge, servers.trustingAs(alice), HttpClient.Version.HTTP_1_1))
          .isInstanceOf(IOException.class);
      assertThat(
              ask(edge, servers.trustingAs(others.client("bob")), HttpClient.Version.HTTP_1_1)
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aClientCaThatIsNoneIsRefused() {
    Edge edge = edge(true);

    assertThatThrownBy(
            () ->
                edge.listener.tls(
                    new TlsMaterial(
                        server.certificate(),
                        server.key(),
                        new ClientTrust("x".getBytes(StandardCharsets.US_ASCII), true))))
        .isInstanceOf(BadCertificateException.class)
        .hasMessageStartingWith("client-ca:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aClientThatComesBackIsAskedAgain(String protocol) throws Exception {
    Edge edge = edge(true);
    SSLContext context = servers.trustingAs(alice);

    for (int i = 0; i < 3; i++) {
      rawRequest(edge, context, protocol);
      assertThat(edge.upstream.next().exchange().arrival().certificate()).isEqualTo(aliceAsSeen());
    }

    // The same sessions, after the authority was taken away.
    edge.listener.tls(material(TestCertificates.create(), true));
    assertThatThrownBy(() -> rawRequest(edge, context, protocol)).isInstanceOf(IOException.class);
  }

  private static void rawRequest(Edge edge, SSLContext context, String protocol)
      throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", edge.port())) {
      socket.setSoTimeout(10_000);
      socket.setEnabledProtocols(new String[] {protocol});
      byte[] body = Requests.LEGACY_LIST.getBytes(StandardCharsets.UTF_8);
      socket
          .getOutputStream()
          .write(
              ("POST /mcp HTTP/1.1\r\nHost: "
                      + edge.authority()
                      + "\r\nContent-Type: application/json\r\nAccept: application/json,"
                      + " text/event-stream\r\nConnection: close\r\nContent-Length: "
                      + body.length
                      + "\r\n\r\n"
                      + Requests.LEGACY_LIST)
                  .getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "OPENSSL"})
  void bothProvidersAskClients(SslProvider provider) throws Exception {
    for (boolean required : new boolean[] {true, false}) {
      var context =
          ServerTls.context(
              material(clients, required), new ClientAuthorities.Refusals("test"), provider);
      var engine = context.newEngine(io.netty.buffer.UnpooledByteBufAllocator.DEFAULT);
      try {
        assertThat(required ? engine.getNeedClientAuth() : engine.getWantClientAuth()).isTrue();
        assertThat(Arrays.asList(engine.getEnabledProtocols())).contains("TLSv1.2", "TLSv1.3");
      } finally {
        io.netty.util.ReferenceCountUtil.release(engine);
        io.netty.util.ReferenceCountUtil.release(context);
      }
    }
  }
}
