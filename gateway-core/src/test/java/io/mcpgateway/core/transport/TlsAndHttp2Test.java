package io.mcpgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.core.exchange.ReplyHead;
import io.mcpgateway.testkit.TestCertificates;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsAndHttp2Test {
  private final TestCertificates authority = TestCertificates.create();
  private final TestCertificates.Issued first = authority.server("127.0.0.1", "localhost");
  private final Edge edge = Edge.secure(material(first));

  @AfterEach
  void stop() {
    edge.close();
  }

  private static TlsMaterial material(TestCertificates.Issued issued) {
    return new TlsMaterial(issued.certificate(), issued.key());
  }

  private HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder().sslContext(authority.trusting()).version(version).build();
  }

  private HttpRequest post(String body) {
    return HttpRequest.newBuilder(URI.create("https://" + edge.authority() + "/mcp"))
        .timeout(Duration.ofSeconds(10))
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void bothVersionsOfHttpAreServed(HttpClient.Version version) throws Exception {
    try (HttpClient client = client(version)) {
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> answer =
            client.send(post(Requests.LEGACY_LIST), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
        var arrival = edge.upstream.next().exchange().arrival();
        assertThat(arrival.httpVersion())
            .isEqualTo(version == HttpClient.Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1");
        assertThat(arrival.peer()).startsWith("127.0.0.1:");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothVersionsOfTlsAreServed(String protocol) throws Exception {
    assertThat(servedCertificate(protocol)).isEqualTo(first.x509());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1", "TLSv1.1"})
  void olderVersionsOfTlsAreNot(String protocol) {
    assertThatThrownBy(() -> servedCertificate(protocol)).isInstanceOf(Exception.class);
  }

  private X509Certificate servedCertificate(String protocol) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            authority.trusting().getSocketFactory().createSocket("127.0.0.1", edge.port())) {
      socket.setSoTimeout(10_000);
      socket.setEnabledProtocols(new String[] {protocol});
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void aNewCertificateIsServedToNewConnections() throws Exception {
    TestCertificates.Issued second = authority.server("127.0.0.1");

    edge.listener.tls(material(second));

    assertThat(servedCertificate("TLSv1.3")).isEqualTo(second.x509());
  }

  @Test
  void aBadPairIsRefusedAndTheOldOneStays() throws Exception {
    TestCertificates.Issued other = authority.server("127.0.0.1");

    assertThatThrownBy(() -> edge.listener.tls(new TlsMaterial(first.certificate(), other.key())))
        .isInstanceOf(BadCertificateException.class)
        .hasMessage("key: not the key of the certificate");
    assertThatThrownBy(() -> edge.listener.tls(new TlsMaterial(new byte[0], first.key())))
        .isInstanceOf(BadCertificateException.class);
    assertThatThrownBy(
            () ->
                edge.listener.tls(
                    new TlsMaterial(
                        first.certificate(), "nonsense".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(BadCertificateException.class)
        .hasMessageContaining("PKCS#8");

    assertThat(servedCertificate("TLSv1.3")).isEqualTo(first.x509());
  }

  @Test
  void theJdksTlsIsAFallback() throws Exception {
    assertThat(
            ServerTls.context(
                    material(first),
                    new ClientAuthorities.Refusals("test"),
                    io.netty.handler.ssl.SslProvider.JDK)
                .applicationProtocolNegotiator()
                .protocols())
        .containsExactly("h2", "http/1.1");
  }

  @Test
  void plaintextMustBeSaidAndExcludesACertificate() {
    ListenerSettings.Limits limits = ListenerSettings.Limits.defaults();
    assertThatThrownBy(() -> new ListenerSettings("a", "127.0.0.1", 0, false, null, limits))
        .hasMessageContaining("neither plaintext nor a certificate");
    assertThatThrownBy(
            () -> new ListenerSettings("a", "127.0.0.1", 0, true, material(first), limits))
        .hasMessageContaining("plaintext and a certificate");
  }

  @Test
  void plaintextToATlsListenerGetsNoAnswer() throws Exception {
    try (RawClient client = edge.connect()) {
      client.send(Requests.post(edge.authority(), "", Requests.LEGACY_LIST));

      assertThat(client.rest()).doesNotContain("HTTP/1.1");
    }
    assertThat(edge.upstream.all()).isEmpty();
  }

  @Test
  void aLargeBodyAndALargeAnswerPassOverHttp2() throws Exception {
    edge.upstream.behave(
        sent -> sent.json(200, sent.result("{\"x\":\"" + "y".repeat(500_000) + "\"}")));
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\""
            + "n".repeat(500_000)
            + "\"}}";
    try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
      HttpResponse<String> answer = client.send(post(body), HttpResponse.BodyHandlers.ofString());

      assertThat(answer.body()).hasSizeGreaterThan(500_000);
      assertThat(edge.upstream.next().body()).isEqualTo(body);
    }
  }

  @Test
  void aStreamOverHttp2GoesOutEventByEventAndEndsWithTheClient() throws Exception {
    edge.upstream.stayQuiet();
    try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
      HttpRequest get =
          HttpRequest.newBuilder(URI.create("https://" + edge.authority() + "/mcp"))
              .header("Accept", "text/event-stream")
              .build();
      CompletableFuture<HttpResponse<InputStream>> answer =
          client.sendAsync(get, HttpResponse.BodyHandlers.ofInputStream());
      FakeUpstream.Sent sent = edge.upstream.next();
      String message = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}";
      sent.onLoop(
          () -> {
            sent.begin(ReplyHead.Shape.EVENTS, 200, null);
            sent.event(message);
          });

      InputStream stream = answer.get(10, TimeUnit.SECONDS).body();
      String expected = "event: message\ndata: " + message + "\n\n";
      assertThat(new String(stream.readNBytes(expected.length()), StandardCharsets.UTF_8))
          .isEqualTo(expected);

      stream.close();
      Awaitility.await().untilAsserted(() -> assertThat(sent.calls()).contains("cancel"));
    }
  }

  @Test
  void aRefusalOverHttp2DoesNotDisturbOtherStreams() throws Exception {
    try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
      HttpResponse<String> refused =
          client.send(post("{\"jsonrpc\":\"2.0\",\"id\":7}"), HttpResponse.BodyHandlers.ofString());
      HttpResponse<String> accepted =
          client.send(post(Requests.LEGACY_LIST), HttpResponse.BodyHandlers.ofString());

      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(accepted.statusCode()).isEqualTo(200);
    }
    assertThat(edge.listener.statistics().connectionsAccepted()).isEqualTo(1);
  }

  @Test
  void aDrainingListenerLetsHttp2StreamsEnd() throws Exception {
    edge.upstream.stayQuiet();
    try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
      CompletableFuture<HttpResponse<String>> answer =
          client.sendAsync(post(Requests.LEGACY_LIST), HttpResponse.BodyHandlers.ofString());
      FakeUpstream.Sent sent = edge.upstream.next();

      var drained = edge.listener.drain(Duration.ofSeconds(30)).toCompletableFuture();
      sent.onLoop(() -> sent.json(200, sent.result("{}")));

      assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      drained.get(10, TimeUnit.SECONDS);
    }
  }

  // Fields as name=value; $ stands for our authority.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ":method=GET :scheme=https :path=/mcp :authority=$ accept=text/html | 200",
        ":method=GET :scheme=https :path=/mcp :authority=$ host=$ accept=text/html | 200",
        ":scheme=https :path=/mcp :authority=$ accept=text/html | reset 1",
        ":method=GET :path=/mcp :authority=$ accept=text/html | reset 1",
        ":method=GET :scheme=https :authority=$ accept=text/html | reset 1",
        ":method=GET :scheme=https :path=/mcp accept=text/html | 400",
        ":method=GET :scheme=https :path=* :authority=$ accept=text/html | 400",
        ":method=GET :scheme=https :path=/mcp :authority=$ host=evil.example | reset 1",
        ":method=GET :scheme=https :path=/mcp :authority=evil.example | 421",
        ":method=GET :scheme=https :path=/mcp :authority=$ connection=close | reset 1",
        ":method=GET :scheme=https :path=/mcp :authority=$ transfer-encoding=chunked | reset 1",
        ":method=GET :scheme=https :path=/mcp :authority=$ te=gzip | reset 1",
        ":method=GET :scheme=https :path=/mcp#x :authority=$ accept=text/html | 400",
        ":method=POST :scheme=https :path=/mcp :authority=$ content-length=3 | reset 1",
      })
  void anHttp2HeadThatTwoParsersCouldReadDifferentlyIsRefused(String fields, String expected)
      throws Exception {
    Http2Headers headers = new DefaultHttp2Headers(false);
    for (String field : fields.replace("$", edge.authority()).split(" ", -1)) {
      int equals = field.indexOf('=');
      headers.add(field.substring(0, equals), field.substring(equals + 1));
    }
    try (RawHttp2Client client = new RawHttp2Client(edge.port(), authority.authority())) {
      assertThat(client.ask(headers)).isEqualTo(expected);
    }
    assertThat(edge.upstream.all()).isEmpty();
  }
}
