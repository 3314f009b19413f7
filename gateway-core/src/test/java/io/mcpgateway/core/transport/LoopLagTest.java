package io.mcpgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopLagTest {
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

  @AfterEach
  void close() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void aLoopThatHangsIsLateWhileItHangsAndForAWhileAfter() throws Exception {
    LoopLag lag = LoopLag.of(loops);
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch hangs = new CountDownLatch(1);
    EventLoop hanging = loops.next();
    hanging.execute(
        () -> {
          hangs.countDown();
          awaited(released);
        });
    hangs.await();

    await().until(() -> lag.longest().toMillis() > 700);
    released.countDown();
    hanging.submit(() -> {}).sync();

    assertThat(lag.longest().toMillis()).isGreaterThan(700);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
