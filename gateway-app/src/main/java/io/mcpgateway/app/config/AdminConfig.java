package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where health, metrics and the configuration in force can be read, and where operators step in.
 * Loopback by default.
 *
 * @param tls null for plain text
 * @param callers whom it knows; empty only on loopback, where reading is free
 */
public record AdminConfig(InetSocketAddress address, @Nullable Tls tls, List<AdminCaller> callers) {
  private static final String DEFAULT = "127.0.0.1:9090";

  public AdminConfig {
    callers = List.copyOf(callers);
  }

  /**
   * Certificate chain, private key and certificate authorities of clients as PEM files. Read at
   * start, and again when they change.
   *
   * @param clientCa null if clients need no certificate
   */
  public record Tls(Path certificate, Path key, @Nullable Path clientCa) {
    static Tls read(YamlMap map, Path directory) {
      String clientCa = map.optionalString("client-ca");
      Tls tls =
          new Tls(
              directory.resolve(map.string("certificate")).normalize(),
              directory.resolve(map.string("key")).normalize(),
              clientCa == null ? null : directory.resolve(clientCa).normalize());
      map.finish();
      return tls;
    }
  }

  /** On {@code address}, in plain text, with nobody known: for loopback. */
  public static AdminConfig open(InetSocketAddress address) {
    return new AdminConfig(address, null, List.of());
  }

  static AdminConfig read(@Nullable YamlMap map, Path directory) {
    if (map == null) {
      return open(new InetSocketAddress("127.0.0.1", 9090));
    }
    InetSocketAddress address = Address.read(map, "address", DEFAULT);
    YamlMap tls = map.map("tls");
    AdminConfig admin =
        new AdminConfig(
            address, tls == null ? null : Tls.read(tls, directory), AdminCallers.read(map));
    boolean plaintext = map.flag("plaintext", false);
    boolean local = address.getAddress().isLoopbackAddress();
    if (tls != null && plaintext) {
      map.problem("plaintext", "either tls or plaintext, not both");
    }
    if (!local && !map.has("tls") && !plaintext) {
      map.problem("plaintext", "tls, or plaintext: true said out loud, since it is not loopback");
    }
    if (!local && admin.callers.isEmpty()) {
      map.problem("address", "tokens or clients beside an address that is not loopback");
    }
    boolean certificates = admin.tls != null && admin.tls.clientCa != null;
    if (certificates != map.has("clients")) {
      map.problem(
          "clients", "tls.client-ca and clients together: who vouches for them, and who they are");
    }
    map.finish();
    return admin;
  }

  /** What is read beside the configuration itself. */
  Set<Path> files() {
    return tls == null
        ? Set.of()
        : Stream.of(tls.certificate, tls.key, tls.clientCa)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
  }

  /** All that a reload cannot change. */
  public AdminConfig withoutCallers() {
    return new AdminConfig(address, tls, List.of());
  }
}
