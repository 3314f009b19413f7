package io.mcpgateway.testkit.oauth;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The server as a process, for tests that are not written in Java. Prints one line of JSON with its
 * {@code issuer} and the URL of its {@code control}, and runs until it is killed.
 *
 * <p>Arguments: the path of the issuer's URL, {@code ""} for none; then, if client ID metadata
 * documents are served with a certificate of the test's own, its PEM file.
 */
public final class TestAuthorizationServerMain {
  private static final String CONTROL = "/control";

  private TestAuthorizationServerMain() {}

  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    String path = arguments.length > 0 ? arguments[0] : "";
    TestAuthorizationServer server = TestAuthorizationServer.start(path, InstantSource.system());
    if (arguments.length > 1) {
      server.fetchDocumentsWith(trusting(Path.of(arguments[1])));
    }
    server.keys().serve(CONTROL, new Control(server));
    String origin = server.issuer().substring(0, server.issuer().length() - path.length());
    System.out.println(Json.write(Map.of("issuer", server.issuer(), "control", origin + CONTROL)));
  }

  private static HttpClient trusting(Path pem) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream certificate = Files.newInputStream(pem)) {
      trusted.setCertificateEntry(
          "test", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, managers.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(tls).build();
  }
}
