package io.mcpgateway.app.admin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Certificates and keys from PEM files, as the JDK's own TLS takes them. */
public final class Pem {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private Pem() {}

  /**
   * @param certificate the chain that this side shows, with {@code key}; null for none
   * @param authorities who vouches for the other side; null for those of the system
   * @throws IOException if a file cannot be used; the message says which, and why
   */
  public static SSLContext context(
      @Nullable Path certificate, @Nullable Path key, @Nullable Path authorities)
      throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          certificate == null || key == null ? null : own(certificate, key),
          authorities == null ? null : trust(authorities),
          null);
      return context;
    } catch (GeneralSecurityException unusable) {
      throw new IOException("TLS cannot be set up: " + unusable.getMessage(), unusable);
    }
  }

  private static KeyManager[] own(Path certificate, Path key)
      throws IOException, GeneralSecurityException {
    Certificate[] chain = certificates(certificate).toArray(Certificate[]::new);
    PrivateKey secret = key(key, chain[0].getPublicKey());
    KeyStore store = emptyStore();
    char[] unused = {'-'};
    store.setKeyEntry("own", secret, unused, chain);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, unused);
    return managers.getKeyManagers();
  }

  private static TrustManager[] trust(Path authorities)
      throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    int index = 0;
    for (Certificate each : certificates(authorities)) {
      store.setCertificateEntry("authority-" + index++, each);
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return managers.getTrustManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file) throws IOException {
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(file)));
      if (!found.isEmpty()) {
        return found;
      }
      throw new IOException(file + " has no PEM certificate");
    } catch (CertificateException malformed) {
      throw new IOException(file + " is no PEM certificate", malformed);
    }
  }

  private static PrivateKey key(Path file, PublicKey of) throws IOException {
    String text = new String(read(file), StandardCharsets.US_ASCII);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " is no PEM key (expected: PKCS#8, not encrypted)");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
      String algorithm = of.getAlgorithm();
      PrivateKey key =
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      if (belong(key, of)) {
        return key;
      }
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      throw new IOException(file + " is no key that can be used", unusable);
    }
    throw new IOException(file + " is not the key of the certificate");
  }

  private static boolean belong(PrivateKey key, PublicKey of) throws GeneralSecurityException {
    String algorithm =
        switch (of.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> of.getAlgorithm();
        };
    byte[] sample = {1};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(sample);
    byte[] signed = signature.sign();
    signature.initVerify(of);
    signature.update(sample);
    return signature.verify(signed);
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new IOException(file + " cannot be read", unreadable);
    }
  }
}
