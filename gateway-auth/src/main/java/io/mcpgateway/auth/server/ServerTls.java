package io.mcpgateway.auth.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.jspecify.annotations.Nullable;

/** TLS towards authorization servers: 1.2 and 1.3, certificate and host name always verified. */
final class ServerTls {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private ServerTls() {}

  /**
   * @param ca what to trust instead of the system's certificates, as PEM text, or null
   * @throws IllegalArgumentException if it cannot be read
   */
  static TlsSocketStrategy trusting(@Nullable String ca) {
    return new DefaultClientTlsStrategy(
        context(ca), VERSIONS, null, SSLBufferMode.STATIC, HostnameVerificationPolicy.BOTH, null);
  }

  private static SSLContext context(@Nullable String ca) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      if (ca == null) {
        context.init(null, null, null);
      } else {
        TrustManagerFactory trust =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keyStore(ca));
        context.init(null, trust.getTrustManagers(), null);
      }
      return context;
    } catch (GeneralSecurityException | IOException unreadable) {
      throw notCertificates(unreadable);
    }
  }

  /**
   * @throws IllegalArgumentException unless {@code ca} can be trusted
   */
  static void requireCertificates(String ca) {
    try {
      KeyStore _ = keyStore(ca);
    } catch (GeneralSecurityException | IOException unreadable) {
      throw notCertificates(unreadable);
    }
  }

  private static IllegalArgumentException notCertificates(Exception reason) {
    return new IllegalArgumentException(
        "ca: unreadable (expected: a file with certificates in PEM)", reason);
  }

  private static KeyStore keyStore(String ca) throws GeneralSecurityException, IOException {
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(ca.getBytes(StandardCharsets.UTF_8)));
    if (certificates.isEmpty()) {
      throw new IOException("no certificate");
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca-" + count++, certificate);
    }
    return store;
  }
}
