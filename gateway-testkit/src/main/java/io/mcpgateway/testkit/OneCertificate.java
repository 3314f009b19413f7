package io.mcpgateway.testkit;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows one certificate to everybody who asks: the JDK's own key managers keep back one whose
 * authority the server does not name.
 */
final class OneCertificate extends X509ExtendedKeyManager {
  private static final String ALIAS = "own";

  private final TestCertificates.Issued own;

  OneCertificate(TestCertificates.Issued own) {
    this.own = own;
  }

  @Override
  public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    return ALIAS;
  }

  @Override
  public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
    return ALIAS;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return new X509Certificate[] {own.x509()};
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return own.keys().getPrivate();
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    return isOfType(type) ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String type, Principal[] issuers, SSLEngine engine) {
    return isOfType(type) ? ALIAS : null;
  }

  private boolean isOfType(String type) {
    return type.startsWith(own.x509().getPublicKey().getAlgorithm());
  }
}
