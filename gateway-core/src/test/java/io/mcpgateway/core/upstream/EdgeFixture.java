package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.ReplyControl;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real edge on a real event loop, in front of a scripted upstream. */
final class EdgeFixture implements BeforeEachCallback, AfterEachCallback {
  private @Nullable MultiThreadIoEventLoopGroup group;
  private @Nullable ScriptedUpstream upstream;
  private @Nullable UpstreamEdge edge;

  @Override
  public void beforeEach(ExtensionContext context) {
    group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    if (edge != null) {
      edge.close();
    }
    if (upstream != null) {
      upstream.close();
    }
    if (group != null) {
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }
  }

  ScriptedUpstream serve(UpstreamProtocol protocol, ScriptedUpstream.Script script) {
    ScriptedUpstream started = ScriptedUpstream.start(script);
    own(started);
    reach(UpstreamSettings.of("crm", started.url(), protocol));
    return started;
  }

  void own(ScriptedUpstream started) {
    upstream = started;
  }

  UpstreamEdge reach(UpstreamSettings settings) {
    return reach(settings, InstantSource.system());
  }

  UpstreamEdge reach(UpstreamSettings settings, InstantSource clock) {
    UpstreamEdge made = new UpstreamEdge(settings, clock);
    edge = made;
    return made;
  }

  UpstreamEdge edge() {
    return present(edge);
  }

  EventLoop loop() {
    return present(group).next();
  }

  /** A client whose reply is recorded. */
  RecordingSink send(Exchange exchange) {
    RecordingSink sink = new RecordingSink();
    start(exchange, sink);
    return sink;
  }

  ReplyControl start(Exchange exchange, RecordingSink sink) {
    return onLoop(() -> edge().send(exchange, sink, loop()));
  }

  <T> T onLoop(java.util.concurrent.Callable<T> work) {
    Future<T> done = loop().submit(work);
    try {
      return done.get();
    } catch (InterruptedException | ExecutionException failure) {
      throw new IllegalStateException(failure);
    }
  }

  static UpstreamSettings impatient(URI url, UpstreamProtocol protocol) {
    Duration soon = Duration.ofMillis(150);
    return new UpstreamSettings(
        "crm", url, protocol, soon, soon, soon, Duration.ofSeconds(2), 1 << 20, 4, soon, null);
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the test has not started it");
    }
    return value;
  }
}
