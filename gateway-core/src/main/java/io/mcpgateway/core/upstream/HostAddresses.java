package io.mcpgateway.core.upstream;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of one host name. Resolved on a virtual thread, because the system's resolver
 * blocks; resolved again after 30 seconds; the last good answer serves while that takes or fails.
 * Thread-safe.
 */
final class HostAddresses {
  private static final long FRESH_NANOS = Duration.ofSeconds(30).toNanos();

  private record Known(List<InetSocketAddress> addresses, long nanoTime) {}

  private final String host;
  private final int port;
  private final boolean literal;
  private volatile @Nullable Known known;
  private final AtomicReference<@Nullable CompletableFuture<List<InetSocketAddress>>> underWay =
      new AtomicReference<>();

  HostAddresses(String host, int port) {
    this.host = host;
    this.port = port;
    byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
    this.literal = address != null;
    if (address != null) {
      try {
        known =
            new Known(List.of(new InetSocketAddress(InetAddress.getByAddress(address), port)), 0);
      } catch (UnknownHostException impossible) {
        throw new IllegalArgumentException("host: " + host, impossible);
      }
    }
  }

  /** At least one address; fails with the resolver's exception if there has never been one. */
  CompletableFuture<List<InetSocketAddress>> addresses() {
    Known last = known;
    if (last == null) {
      return resolve();
    }
    if (!literal && System.nanoTime() - last.nanoTime > FRESH_NANOS) {
      var _ = resolve();
    }
    return CompletableFuture.completedFuture(last.addresses);
  }

  private CompletableFuture<List<InetSocketAddress>> resolve() {
    CompletableFuture<List<InetSocketAddress>> mine = new CompletableFuture<>();
    CompletableFuture<List<InetSocketAddress>> theirs = underWay.compareAndExchange(null, mine);
    if (theirs != null) {
      return theirs;
    }
    Thread.ofVirtual()
        .name("resolve-" + host)
        .start(
            () -> {
              try {
                List<InetSocketAddress> found = lookUp();
                known = new Known(found, System.nanoTime());
                underWay.set(null);
                mine.complete(found);
              } catch (UnknownHostException | RuntimeException failure) {
                underWay.set(null);
                mine.completeExceptionally(failure);
              }
            });
    return mine;
  }

  private List<InetSocketAddress> lookUp() throws UnknownHostException {
    List<InetSocketAddress> found = new ArrayList<>();
    for (InetAddress address : InetAddress.getAllByName(host)) {
      found.add(new InetSocketAddress(address, port));
    }
    return List.copyOf(found);
  }
}
