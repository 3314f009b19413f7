package io.mcpgateway.core.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class UpstreamTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @RegisterExtension final EdgeFixture fixture = new EdgeFixture();
  @TempDir Path directory = Path.of("");

  @Test
  void aTrustedCertificateForTheHostIsAccepted() throws Exception {
    KeyStore keys = certificateFor("ip:127.0.0.1");
    reach(keys, pem(keys));

    assertThat(fixture.send(Exchanges.modern(ModernRelayTest.CALL)).whole())
        .last()
        .isEqualTo("end");
    assertThat(fixture.send(Exchanges.modern(ModernRelayTest.CALL)).whole())
        .last()
        .isEqualTo("end");
    assertThat(fixture.edge().stats().opened()).isEqualTo(1);
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws Exception {
    KeyStore keys = certificateFor("dns:other.example");
    ScriptedUpstream upstream = reach(keys, pem(keys));

    assertThat(fixture.send(Exchanges.modern(ModernRelayTest.CALL)).refused())
        .isEqualTo(new Refusal.UpstreamUnreachable("crm", "the TLS handshake failed"));
    assertThat(upstream.requests()).isEmpty();
    assertThat(fixture.edge().stats().openConnections()).isZero();
  }

  @Test
  void aCertificateThatNobodyTrustsIsRefused() throws Exception {
    ScriptedUpstream upstream = reach(certificateFor("ip:127.0.0.1"), null);

    assertThat(fixture.send(Exchanges.modern(ModernRelayTest.CALL)).refused())
        .isEqualTo(new Refusal.UpstreamUnreachable("crm", "the TLS handshake failed"));
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void certificatesThatCannotBeReadAreAMistakeOfTheConfiguration() {
    UpstreamSettings settings = settings(URI.create("https://127.0.0.1/"), "no PEM");

    assertThatThrownBy(() -> new UpstreamEdge(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trusted certificates (expected: PEM)");
  }

  private ScriptedUpstream reach(KeyStore keys, @Nullable String trusted) throws Exception {
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    ScriptedUpstream upstream =
        ScriptedUpstream.start(
            tls.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
            (_, out) -> out.respond(200, "application/json", ModernRelayTest.RESULT));
    fixture.own(upstream);
    fixture.reach(settings(upstream.url(), trusted));
    return upstream;
  }

  private static UpstreamSettings settings(URI url, @Nullable String trusted) {
    UpstreamSettings of = UpstreamSettings.of("crm", url, UpstreamProtocol.MODERN);
    return new UpstreamSettings(
        of.name(),
        of.url(),
        of.protocol(),
        of.connectTimeout(),
        of.firstByteTimeout(),
        of.idleTimeout(),
        of.totalTimeout(),
        of.maxMessageBytes(),
        of.maxConnections(),
        of.pooledIdle(),
        trusted);
  }

  private KeyStore certificateFor(String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-ext",
                "san=" + name,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static String pem(KeyStore keys) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(keys.getCertificate("mykey").getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
