package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and its response, on a connection that the pool finds for it.
 *
 * <p>A request goes out once. The exception is a repeatable one on a connection that had been idle
 * and closes before any byte of a response: the upstream closed it while the request was on its
 * way, and a fresh connection gets one second attempt.
 */
final class Call {
  private enum State {
    WAITING,
    SENT,
    READING,
    /** The answer has been heard; what is left is read only to keep the connection. */
    DRAINING,
    ENDED
  }

  private final ConnectionPool pool;
  private final UpstreamRequest request;
  private final Answer answer;
  private State state = State.WAITING;
  private @Nullable UpstreamConnection connection;
  private boolean reused;
  private boolean repeated;
  private boolean paused;
  private long startedNanos;
  private long activeNanos;

  Call(ConnectionPool pool, UpstreamRequest request, Answer answer) {
    this.pool = pool;
    this.request = request;
    this.answer = answer;
  }

  UpstreamRequest request() {
    return request;
  }

  void start() {
    startedNanos = System.nanoTime();
    pool.stats().inFlight.increment();
    pool.acquire(this);
  }

  // From the one who waits.

  void pause() {
    paused = true;
    if (connection != null) {
      connection.readOn(false);
    }
  }

  void resume() {
    paused = false;
    activeNanos = System.nanoTime();
    if (connection != null) {
      connection.readOn(true);
    }
  }

  /** Ends the call now; the upstream sees its connection closed. */
  void abort() {
    UpstreamConnection used = connection;
    if (finish() && used != null) {
      used.close();
    }
  }

  /** The rest of the response is of no interest; the connection is kept if the rest is empty. */
  void drain() {
    if (state == State.READING) {
      state = State.DRAINING;
      activeNanos = System.nanoTime();
      resume();
    }
  }

  // From the pool.

  /** Whether the call still wants a connection. */
  boolean isWaiting() {
    return state == State.WAITING;
  }

  void use(UpstreamConnection found, boolean wasIdle) {
    connection = found;
    reused = wasIdle;
    state = State.SENT;
    activeNanos = System.nanoTime();
    found.send(this);
    if (paused) {
      found.readOn(false);
    }
  }

  void fail(Refusal why) {
    boolean heard = state == State.DRAINING;
    if (finish() && !heard) {
      answer.failed(why);
    }
  }

  // From the connection.

  void head(HttpResponse head) {
    state = State.READING;
    answer.head(head);
  }

  void body(ByteBuf bytes) {
    if (state == State.READING) {
      answer.body(bytes);
    } else if (state == State.DRAINING && !isBlank(bytes)) {
      abort();
    }
  }

  /** The response is complete; true if the connection may be used again. */
  boolean complete() {
    boolean heard = state == State.DRAINING;
    return finish() && (heard || answer.end());
  }

  /** The connection is gone. */
  void disconnected() {
    if (state == State.SENT && reused && request.repeatable() && !repeated) {
      repeated = true;
      state = State.WAITING;
      connection = null;
      pool.stats().repeated.increment();
      pool.open(this);
      return;
    }
    fail(
        new Refusal.UpstreamUnreachable(
            pool.settings().name(),
            state == State.SENT
                ? "the connection closed before the response"
                : "the connection closed within the response"));
  }

  /** Called now and then; ends the call if it has taken too long. */
  void check(long now) {
    UpstreamSettings settings = pool.settings();
    long quiet = now - activeNanos;
    switch (state) {
      case WAITING, ENDED -> {}
      case SENT -> {
        if (quiet > settings.firstByteTimeout().toNanos()) {
          late("no response within " + settings.firstByteTimeout());
        }
      }
      case READING -> {
        if (!paused && quiet > settings.idleTimeout().toNanos()) {
          late("nothing more for " + settings.idleTimeout());
        } else if (!request.endless() && now - startedNanos > settings.totalTimeout().toNanos()) {
          late("the response did not end within " + settings.totalTimeout());
        }
      }
      case DRAINING -> {
        if (quiet > ConnectionPool.DRAIN_NANOS) {
          abort();
        }
      }
    }
  }

  /** Something arrived; {@code now} may be as coarse as the clock that calls {@link #check}. */
  void active(long now) {
    if (state == State.READING) {
      activeNanos = now;
    }
  }

  private void late(String problem) {
    UpstreamConnection used = connection;
    fail(new Refusal.UpstreamTimeout(pool.settings().name(), problem));
    if (used != null) {
      used.close();
    }
  }

  /** Whether the call was still under way. */
  private boolean finish() {
    if (state == State.ENDED) {
      return false;
    }
    state = State.ENDED;
    connection = null;
    pool.stats().inFlight.decrement();
    return true;
  }

  private static boolean isBlank(ByteBuf bytes) {
    return bytes.forEachByte(b -> b == '\n' || b == '\r') < 0;
  }
}
