package io.mcpgateway.core.upstream;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;

/** TLS towards upstreams: 1.2 and 1.3, certificate and host name always verified. */
final class ClientTls {
  private ClientTls() {}

  /**
   * @throws IllegalArgumentException if the trusted certificates cannot be read
   */
  static SslContext context(UpstreamSettings settings) {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .endpointIdentificationAlgorithm("HTTPS");
    String trusted = settings.trustedCertificates();
    try {
      if (trusted != null) {
        builder.trustManager(new ByteArrayInputStream(trusted.getBytes(StandardCharsets.UTF_8)));
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException unreadable) {
      throw new IllegalArgumentException(
          "upstream " + settings.name() + ": trusted certificates (expected: PEM)", unreadable);
    }
  }
}
