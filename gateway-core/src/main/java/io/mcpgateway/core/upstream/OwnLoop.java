package io.mcpgateway.core.upstream;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An event loop for what an edge asks when no exchange's loop is at hand: a stage is not told the
 * loop it runs on. Started when it is first needed. Thread-safe.
 */
final class OwnLoop implements AutoCloseable {
  private final String upstream;
  private @Nullable EventLoopGroup group;

  OwnLoop(String upstream) {
    this.upstream = upstream;
  }

  synchronized EventLoop loop() {
    EventLoopGroup started = group;
    if (started == null) {
      started =
          new MultiThreadIoEventLoopGroup(
              1, new DefaultThreadFactory("upstream-" + upstream, true), NioIoHandler.newFactory());
      group = started;
    }
    return started.next();
  }

  @Override
  public synchronized void close() {
    if (group != null) {
      var _ = group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }
  }
}
