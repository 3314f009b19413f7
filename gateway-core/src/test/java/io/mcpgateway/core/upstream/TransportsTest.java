package io.mcpgateway.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.testkit.ScriptedUpstream;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransportsTest {
  /** What this machine has. */
  static Stream<IoHandlerFactory> transports() {
    Stream.Builder<IoHandlerFactory> found = Stream.builder();
    found.add(NioIoHandler.newFactory());
    if (Epoll.isAvailable()) {
      found.add(EpollIoHandler.newFactory());
    }
    if (IoUring.isAvailable()) {
      found.add(IoUringIoHandler.newFactory());
    }
    return found.build();
  }

  @ParameterizedTest
  @MethodSource("transports")
  void theConnectionUsesTheTransportOfTheExchangesLoop(IoHandlerFactory transport)
      throws InterruptedException {
    MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, transport);
    try (ScriptedUpstream upstream =
            ScriptedUpstream.start(
                (_, out) -> out.respond(200, "application/json", ModernRelayTest.RESULT));
        UpstreamEdge edge =
            new UpstreamEdge(UpstreamSettings.of("crm", upstream.url(), UpstreamProtocol.MODERN))) {
      EventLoop loop = group.next();
      RecordingSink sink = new RecordingSink();

      loop.execute(() -> edge.send(Exchanges.modern(ModernRelayTest.CALL), sink, loop));

      assertThat(sink.whole()).last().isEqualTo("end");
    } finally {
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }
  }
}
