package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.transport.ListenerSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address that clients connect to.
 *
 * @param name unique; in logs, metrics and audit records
 * @param publicUrl what clients dial, without a path; null if it is the address itself
 * @param tls null for plain text
 * @param hosts further values of {@code Host} that are ours
 */
public record ListenerConfig(
    String name,
    InetSocketAddress address,
    @Nullable URI publicUrl,
    @Nullable Tls tls,
    List<String> hosts,
    ListenerSettings.Limits limits) {

  /**
   * PEM files. Read at start, and again when they change.
   *
   * @param certificate the chain
   * @param key the private key
   * @param clientCa the authorities of client certificates, or null if clients are not asked
   * @param clientCertificates whether a client may come without one
   */
  public record Tls(
      Path certificate, Path key, @Nullable Path clientCa, ClientCertificates clientCertificates) {

    /** What clients without a certificate get. */
    public enum ClientCertificates {
      OPTIONAL,
      REQUIRED
    }

    static Tls read(YamlMap map, Path directory) {
      Path certificate = directory.resolve(map.string("certificate"));
      Path key = directory.resolve(map.string("key"));
      String clientCa = map.optionalString("client-ca");
      ClientCertificates clientCertificates =
          map.oneOf("client-certificates", ClientCertificates.class, ClientCertificates.OPTIONAL);
      if (clientCa == null && map.has("client-certificates")) {
        map.problem("client-certificates", "a client-ca to judge them by");
      }
      map.finish();
      return new Tls(
          certificate,
          key,
          clientCa == null ? null : directory.resolve(clientCa),
          clientCertificates);
    }
  }

  /** Whether clients are asked for certificates. */
  public boolean asksForCertificates() {
    return tls != null && tls.clientCa() != null;
  }

  static ListenerConfig read(YamlMap map, Path directory) {
    String name = map.string("name");
    InetSocketAddress address = Address.read(map, "address");
    URI publicUrl = map.optionalUrl("public-url");
    if (publicUrl != null && !publicUrl.getPath().isEmpty() && !publicUrl.getPath().equals("/")) {
      map.problem("public-url", "a URL without a path: routes have the paths");
    }
    YamlMap tls = map.map("tls");
    boolean plaintext = map.flag("plaintext", false);
    if (tls != null && plaintext) {
      map.problem("plaintext", "either tls or plaintext, not both");
    }
    if (tls == null && !plaintext && !map.has("tls")) {
      map.problem("plaintext", "tls, or plaintext: true said out loud");
    }
    boolean wildcard = address.getAddress().isAnyLocalAddress();
    List<String> hosts = map.strings("hosts");
    if (wildcard && publicUrl == null && hosts.isEmpty()) {
      map.problem("address", "a public-url (or hosts), since clients cannot dial a wildcard");
    }
    ListenerSettings.Limits limits = ListenerLimits.read(map.map("limits"));
    map.finish();
    return new ListenerConfig(
        name,
        address,
        publicUrl,
        tls == null ? null : Tls.read(tls, directory),
        List.copyOf(hosts),
        limits);
  }

  /** This listener with what another says of public names: all that a reload can change. */
  public ListenerConfig withNames(ListenerConfig other) {
    return new ListenerConfig(name, address, other.publicUrl, tls, other.hosts, limits);
  }

  /** All that a reload cannot change. */
  public ListenerConfig withoutNames() {
    return new ListenerConfig(name, address, null, tls, List.of(), limits);
  }
}
