package io.mcpgateway.app;

import io.mcpgateway.app.config.ListenerConfig;
import io.mcpgateway.core.transport.ClientTrust;
import io.mcpgateway.core.transport.TlsMaterial;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A listener's certificate and key as they are on disk.
 *
 * @param expiry when the certificate ends
 */
record TlsFiles(TlsMaterial material, Instant expiry) {

  static TlsFiles read(String listener, ListenerConfig.Tls tls) throws StartException {
    byte[] certificate = read(listener, "certificate", tls.certificate());
    byte[] key = read(listener, "key", tls.key());
    ClientTrust clients =
        tls.clientCa() == null
            ? null
            : new ClientTrust(
                read(listener, "client-ca", tls.clientCa()),
                tls.clientCertificates() == ListenerConfig.Tls.ClientCertificates.REQUIRED);
    try {
      X509Certificate first =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate));
      return new TlsFiles(
          new TlsMaterial(certificate, key, clients), first.getNotAfter().toInstant());
    } catch (CertificateException malformed) {
      throw new StartException(
          "listener " + listener + ": " + tls.certificate() + " is no PEM certificate", malformed);
    }
  }

  private static byte[] read(String listener, String what, Path file) throws StartException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new StartException(
          "listener " + listener + ": the " + what + " " + file + " cannot be read", unreadable);
    }
  }
}
