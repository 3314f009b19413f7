package io.mcpgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class TestCertificatesTest {
  private final TestCertificates certificates = TestCertificates.create();

  @Test
  void aClientThatTrustsTheAuthorityReachesAServerByNameAndByAddress() throws Exception {
    TestCertificates.Issued server = certificates.server("localhost", "127.0.0.1");
    TestCertificates.Issued client = certificates.client("agent");

    assertThat(subjectSeenByServer(server, "localhost", certificates.trustingAs(client)))
        .isEqualTo("CN=agent");
    assertThat(subjectSeenByServer(server, "127.0.0.1", certificates.trustingAs(client)))
        .isEqualTo("CN=agent");
  }

  @Test
  void anExpiredCertificateAndAForeignAuthorityAreNotTrusted() {
    TestCertificates.Issued client = certificates.client("agent");

    assertThatThrownBy(
            () ->
                subjectSeenByServer(
                    certificates.expiredServer("localhost"),
                    "localhost",
                    certificates.trustingAs(client)))
        .isInstanceOf(SSLException.class);
    assertThatThrownBy(
            () ->
                subjectSeenByServer(
                    TestCertificates.create().server("localhost"),
                    "localhost",
                    certificates.trustingAs(client)))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void nettyReadsThePem() throws Exception {
    TestCertificates.Issued server = certificates.server("localhost");

    SslContext context =
        SslContextBuilder.forServer(
                new ByteArrayInputStream(server.certificate()),
                new ByteArrayInputStream(server.key()))
            .trustManager(new ByteArrayInputStream(certificates.authority()))
            .build();

    assertThat(context.isServer()).isTrue();
    assertThat(server.thumbprint()).hasSize(43);
  }

  /** Shakes hands over a real socket; the server insists on a client certificate. */
  private String subjectSeenByServer(
      TestCertificates.Issued server, String host, SSLContext clientContext) throws Exception {
    SSLContext serverContext = certificates.trustingAs(server);
    try (SSLServerSocket listening =
        (SSLServerSocket)
            serverContext
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listening.setNeedClientAuth(true);
      CompletableFuture<String> subject = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> accept(listening, subject));
      try (SSLSocket socket =
          (SSLSocket)
              clientContext.getSocketFactory().createSocket(host, listening.getLocalPort())) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return subject.get();
      }
    }
  }

  private static void accept(SSLServerSocket listening, CompletableFuture<String> subject) {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      socket.startHandshake();
      subject.complete(socket.getSession().getPeerPrincipal().getName());
    } catch (java.io.IOException failed) {
      subject.completeExceptionally(failed);
    }
  }
}
