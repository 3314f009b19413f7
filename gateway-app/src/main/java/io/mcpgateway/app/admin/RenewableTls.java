package io.mcpgateway.app.admin;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * A context whose certificates can be replaced while a server uses it, since the JDK's server takes
 * one context for its life. New connections get the new certificates. Thread-safe.
 */
final class RenewableTls extends SSLContextSpi {
  private volatile SSLContext current;

  private RenewableTls(SSLContext current) {
    this.current = current;
  }

  /**
   * @param context for the server
   */
  record Handle(SSLContext context, RenewableTls tls) {}

  static Handle of(SSLContext first) {
    RenewableTls tls = new RenewableTls(first);
    return new Handle(new Context(tls, first), tls);
  }

  void renew(SSLContext next) {
    current = next;
  }

  /** Only a subclass may be made of a service of one's own. */
  private static final class Context extends SSLContext {
    Context(SSLContextSpi spi, SSLContext like) {
      super(spi, like.getProvider(), like.getProtocol());
    }
  }

  @Override
  protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("initialised by its files");
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return current.getSocketFactory();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return current.getServerSocketFactory();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return current.createSSLEngine();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    return current.createSSLEngine(host, port);
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return current.getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return current.getClientSessionContext();
  }
}
