package io.mcpgateway.benchmarks.load;

import java.util.Optional;

/**
 * Something that answers the load.
 *
 * @param name what the command line and the results call it
 * @param label what the table calls it
 * @param port where it listens on 127.0.0.1
 * @param path which path it serves there
 * @param token the bearer token that every request carries
 * @param proxy the process between the load and the upstream; {@link Proxy.None} for the direct way
 */
record Target(
    String name, String label, int port, String path, String token, Proxy proxy, byte[] request) {

  static Target of(String name, String label, int port, String path, String token, Proxy proxy) {
    byte[] request = Messages.request(port, path, "tools/call", token, Messages.CALL);
    return new Target(name, label, port, path, token, proxy, request);
  }

  /** The same with a token that nobody issued. */
  Target withWrongToken() {
    return of(name, label, port, path, "none", proxy);
  }

  /** The process of the proxy; empty for the direct way. */
  Optional<ProcessHandle> process() {
    return switch (proxy) {
      case Proxy.None() -> Optional.empty();
      case Proxy.Running running -> Optional.of(running.handle());
    };
  }

  /** A request whose answer is a stream that stays open. */
  byte[] listen() {
    return Messages.request(port, path, "subscriptions/listen", token, Messages.LISTEN);
  }
}
