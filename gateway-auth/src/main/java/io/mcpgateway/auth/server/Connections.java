package io.mcpgateway.auth.server;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** How the HTTP client is set up: everything switched off that it could do by itself. */
final class Connections {
  private static final Timeout WAIT = Timeout.of(ServerClient.TIME_LIMIT);
  private static final TimeValue IDLE = TimeValue.ofSeconds(10);
  private static final TimeValue LIFE = TimeValue.ofMinutes(1);
  private static final int PER_HOST = 32;
  private static final int IN_ALL = 64;
  private static final int MAX_LINE = 8 * 1024;
  private static final int MAX_HEADERS = 100;

  private Connections() {}

  static CloseableHttpClient client(TlsSocketStrategy tls, HostAddresses addresses) {
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(tls)
                .setDnsResolver(addresses)
                .setConnectionFactory(
                    ManagedHttpClientConnectionFactory.builder()
                        .http1Config(
                            Http1Config.custom()
                                .setMaxLineLength(MAX_LINE)
                                .setMaxHeaderCount(MAX_HEADERS)
                                .build())
                        .build())
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(WAIT)
                        .setSocketTimeout(WAIT)
                        // So that a server that moved is noticed.
                        .setTimeToLive(LIFE)
                        // Nothing is sent twice, so it must not be sent into a closed connection.
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                        .build())
                .setMaxConnPerRoute(PER_HOST)
                .setMaxConnTotal(IN_ALL)
                .build())
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(WAIT)
                .setResponseTimeout(WAIT)
                .setAuthenticationEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build())
        .setKeepAliveStrategy((_, _) -> IDLE)
        .setUserAgent("mcp-gateway")
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableContentCompression()
        .disableAuthCaching()
        .disableAutomaticRetries()
        .disableConnectionState()
        .build();
  }
}
