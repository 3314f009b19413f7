package io.mcpgateway.core.transport;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes TLS contexts of certificates: TLS 1.2 and 1.3, ALPN, BoringSSL where it is available. */
final class ServerTls {
  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";

  private ServerTls() {}

  static SslContext context(TlsMaterial material, ClientAuthorities.Refusals refusals)
      throws BadCertificateException {
    return context(
        material, refusals, OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK);
  }

  static SslContext context(
      TlsMaterial material, ClientAuthorities.Refusals refusals, SslProvider provider)
      throws BadCertificateException {
    X509Certificate[] chain = chain("certificate", material.certificateChain());
    PrivateKey key = key(material, chain[0].getPublicKey());
    try {
      SslContextBuilder builder = SslContextBuilder.forServer(key, chain);
      ClientTrust clients = material.clients();
      if (clients != null) {
        builder
            .trustManager(authorities(clients, refusals))
            .clientAuth(clients.required() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
      }
      SslContext context =
          builder
              .sslProvider(provider)
              .protocols("TLSv1.3", "TLSv1.2")
              .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
              .applicationProtocolConfig(
                  new ApplicationProtocolConfig(
                      ApplicationProtocolConfig.Protocol.ALPN,
                      ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                      ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                      ApplicationProtocolNames.HTTP_2,
                      ApplicationProtocolNames.HTTP_1_1))
              .build();
      if (clients != null) {
        withoutResumption(context);
      }
      return context;
    } catch (SSLException | IllegalArgumentException refused) {
      throw new BadCertificateException("certificate: not usable for TLS", refused);
    }
  }

  /**
   * A certificate is looked at in the handshake, so each connection has to have a whole one: a
   * resumed session would carry over one that has expired or whose authority was taken away.
   */
  private static void withoutResumption(SslContext context) {
    if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
      // Tickets are off unless they get keys.
      sessions.setSessionCacheEnabled(false);
    } else {
      // The JDK knows no "off"; it looks at the age of sessions and tickets alike.
      context.sessionContext().setSessionTimeout(1);
    }
  }

  private static ClientAuthorities authorities(
      ClientTrust clients, ClientAuthorities.Refusals refusals) throws BadCertificateException {
    X509Certificate[] authorities = chain("client-ca", clients.authorities());
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (int i = 0; i < authorities.length; i++) {
        trusted.setCertificateEntry(Integer.toString(i), authorities[i]);
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(trusted);
      for (TrustManager each : factory.getTrustManagers()) {
        if (each instanceof X509ExtendedTrustManager manager) {
          return new ClientAuthorities(manager, refusals);
        }
      }
      throw new IllegalStateException("the JDK has no X.509 trust manager");
    } catch (GeneralSecurityException | IOException unusable) {
      throw new BadCertificateException("client-ca: not usable", unusable);
    }
  }

  private static X509Certificate[] chain(String what, byte[] pem) throws BadCertificateException {
    try {
      X509Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      if (chain.length == 0) {
        throw new BadCertificateException(what + ": none found (expected: PEM)");
      }
      return chain;
    } catch (CertificateException unreadable) {
      throw new BadCertificateException(what + ": not readable (expected: PEM)", unreadable);
    }
  }

  private static PrivateKey key(TlsMaterial material, PublicKey publicKey)
      throws BadCertificateException {
    String pem = new String(material.privateKey(), StandardCharsets.ISO_8859_1);
    int begin = pem.indexOf(KEY_BEGIN);
    int end = pem.indexOf(KEY_END);
    if (begin < 0 || end < begin) {
      throw new BadCertificateException(
          "key: none found (expected: unencrypted PKCS#8 in PEM, \"BEGIN PRIVATE KEY\")");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + KEY_BEGIN.length(), end));
      PrivateKey key =
          KeyFactory.getInstance(publicKey.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(der));
      if (!belongTogether(key, publicKey)) {
        throw new BadCertificateException("key: not the key of the certificate");
      }
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
      // The cause may quote the key.
      throw new BadCertificateException(
          "key: not a " + publicKey.getAlgorithm() + " key like the certificate's");
    }
  }

  private static boolean belongTogether(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException {
    String algorithm =
        switch (publicKey.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> publicKey.getAlgorithm();
        };
    byte[] probe = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(probe);
    return signature.verify(signed);
  }
}
