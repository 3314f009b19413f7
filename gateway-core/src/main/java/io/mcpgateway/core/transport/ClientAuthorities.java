package io.mcpgateway.core.transport;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the certificates of clients as the JDK does, and says which were refused and why: the
 * handshake itself tells neither side much. Thread-safe.
 */
final class ClientAuthorities extends X509ExtendedTrustManager {
  private static final Logger logger = LoggerFactory.getLogger(ClientAuthorities.class);
  private static final long LINE_INTERVAL_NANOS = 10_000_000_000L;

  private final X509ExtendedTrustManager authorities;
  private final Refusals refusals;

  /** What a listener has refused, over every change of its certificates. */
  static final class Refusals {
    private final String listener;
    private final LongAdder count = new LongAdder();
    private final AtomicLong nextLine = new AtomicLong(System.nanoTime());

    Refusals(String listener) {
      this.listener = listener;
    }

    long count() {
      return count.sum();
    }

    void add(X509Certificate[] chain, CertificateException refused) {
      count.increment();
      long due = nextLine.get();
      long now = System.nanoTime();
      // One line now and then: a client that keeps trying must not fill the log.
      if (now - due >= 0 && nextLine.compareAndSet(due, now + LINE_INTERVAL_NANOS)) {
        X509Certificate shown = chain.length == 0 ? null : chain[0];
        logger.warn(
            "listener {}: refused the client certificate {} (valid until {}): {}; {} refused so far",
            listener,
            shown == null ? "-" : shown.getSubjectX500Principal().getName(),
            shown == null ? "-" : shown.getNotAfter().toInstant(),
            refused.getMessage(),
            count.sum());
      }
    }
  }

  ClientAuthorities(X509ExtendedTrustManager authorities, Refusals refusals) {
    this.authorities = authorities;
    this.refusals = refusals;
  }

  @FunctionalInterface
  private interface Judgement {
    void check() throws CertificateException;
  }

  private void judge(X509Certificate[] chain, Judgement judgement) throws CertificateException {
    try {
      judgement.check();
    } catch (CertificateException refused) {
      refusals.add(chain, refused);
      throw refused;
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    judge(chain, () -> authorities.checkClientTrusted(chain, type, engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    judge(chain, () -> authorities.checkClientTrusted(chain, type, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    judge(chain, () -> authorities.checkClientTrusted(chain, type));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("a listener trusts no servers");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("a listener trusts no servers");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("a listener trusts no servers");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.getAcceptedIssuers();
  }
}
