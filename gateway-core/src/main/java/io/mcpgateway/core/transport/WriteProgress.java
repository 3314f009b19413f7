package io.mcpgateway.core.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2StreamChannel;

/** Notices a client that does not read at all while something waits for it. */
final class WriteProgress {
  private long waiting;
  private long since;

  /** Whether the same bytes have been waiting for {@code limitNanos}. */
  boolean stalled(Channel channel, long now, long limitNanos) {
    long waitingNow = waiting(channel);
    if (waitingNow == 0 || waitingNow != waiting) {
      waiting = waitingNow;
      since = now;
      return false;
    }
    return now - since >= limitNanos;
  }

  private static long waiting(Channel channel) {
    if (channel instanceof Http2StreamChannel) {
      // A stream has no buffer of its own, but it counts what flow control holds back.
      long beforeWritable = channel.bytesBeforeWritable();
      return beforeWritable > 0
          ? beforeWritable + channel.config().getWriteBufferHighWaterMark()
          : channel.config().getWriteBufferHighWaterMark() - channel.bytesBeforeUnwritable();
    }
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }
}
