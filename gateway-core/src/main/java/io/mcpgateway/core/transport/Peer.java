package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.ClientCertificate;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a connection, found out once for all of its requests.
 *
 * @param address IP address and port, or {@code -}
 * @param certificate what it proved in the handshake, or null if nothing
 */
record Peer(String address, @Nullable ClientCertificate certificate) {

  /** The peer of a connection on which nothing is proved, or not yet. */
  static Peer of(Channel channel) {
    return new Peer(address(channel), null);
  }

  /** The peer after the handshake of {@code tls}. */
  static Peer of(Channel channel, @Nullable SslHandler tls) {
    return new Peer(address(channel), tls == null ? null : certificate(tls.engine().getSession()));
  }

  private static @Nullable ClientCertificate certificate(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate shown
          ? new ClientCertificate(
              Base64.getUrlEncoder()
                  .withoutPadding()
                  .encodeToString(MessageDigest.getInstance("SHA-256").digest(shown.getEncoded())),
              shown.getSubjectX500Principal().getName(),
              shown.getNotAfter().toInstant())
          : null;
    } catch (SSLPeerUnverifiedException none) {
      return null;
    } catch (GeneralSecurityException unreadable) {
      throw new IllegalStateException("a verified certificate cannot be read", unreadable);
    }
  }

  private static String address(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress address
            && address.getAddress() != null
        ? address.getAddress().getHostAddress() + ':' + address.getPort()
        : "-";
  }
}
