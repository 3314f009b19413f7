package io.mcpgateway.core.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.jspecify.annotations.Nullable;

/** Notices a client that does not read at all while something waits for it. */
final class WriteProgress {
  private int waiting;
  private long position;
  private long since;

  /** Whether nothing of what waits has gone out for {@code limitNanos}. */
  boolean stalled(Channel channel, long now, long limitNanos) {
    boolean moved =
        channel instanceof Http2StreamChannel
            ? streamMoved(channel)
            : moved(channel.unsafe().outboundBuffer());
    if (moved) {
      since = now;
    }
    return !moved && now - since >= limitNanos;
  }

  private boolean moved(@Nullable ChannelOutboundBuffer buffer) {
    // Not the sum of what waits: it grows by what is written meanwhile.
    Object first = buffer == null ? null : buffer.current();
    long sent = buffer == null ? 0 : buffer.currentProgress();
    // By identity: two buffers of the same content are not the same buffer.
    int which = System.identityHashCode(first);
    boolean moved = first == null || which != waiting || sent != position;
    waiting = which;
    position = sent;
    return moved;
  }

  /** A stream has no buffer of its own, but it counts what flow control holds back. */
  private boolean streamMoved(Channel stream) {
    long beforeWritable = stream.bytesBeforeWritable();
    long highWater = stream.config().getWriteBufferHighWaterMark();
    long waits =
        beforeWritable > 0
            ? beforeWritable + highWater
            : highWater - stream.bytesBeforeUnwritable();
    boolean moved = waits <= 0 || waits < position;
    position = waits;
    return moved;
  }
}
