package io.mcpgateway.app.trace;

import io.mcpgateway.app.config.TracingConfig;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.OutcomeListener;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the spans of sampled exchanges to a collector, in batches, on a thread of its own. What
 * does not fit into the queue, and what the collector does not take, is dropped and counted.
 * Thread-safe.
 */
public final class SpanExport implements OutcomeListener, AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(SpanExport.class);
  private static final int BATCH = 512;
  private static final long LINGER_MILLIS = 500;
  private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);
  private static final Duration LAST_BATCHES = Duration.ofSeconds(2);

  private final BlockingQueue<FinishedSpan> waiting;
  private final Spans spans;
  private final Collector collector;
  private final String name;
  private final LongAdder exported = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final Thread thread;
  private volatile boolean closed;
  private long lastLine;
  private boolean said;

  /**
   * Begins to export.
   *
   * @param upstreams the address of an upstream, by name
   */
  public static SpanExport start(
      TracingConfig config, String version, Function<String, @Nullable URI> upstreams) {
    return new SpanExport(
        new OtlpCollector(config, version),
        config.collector().getAuthority(),
        config.queue(),
        new Spans(upstreams));
  }

  SpanExport(Collector collector, String name, int queue, Spans spans) {
    this.collector = collector;
    this.name = name;
    this.waiting = new ArrayBlockingQueue<>(queue);
    this.spans = spans;
    this.thread = Thread.ofPlatform().name("span-export").daemon().start(this::run);
  }

  @Override
  public void ended(Outcome outcome) {
    if (!outcome.arrival().trace().sampled()) {
      return;
    }
    for (FinishedSpan span : spans.of(outcome)) {
      if (!waiting.offer(span)) {
        dropped.increment();
      }
    }
  }

  /** How many spans the collector has taken. */
  public long exported() {
    return exported.sum();
  }

  /** How many spans nobody will see. */
  public long dropped() {
    return dropped.sum();
  }

  /** How many spans wait. */
  public int waiting() {
    return waiting.size();
  }

  private void run() {
    List<FinishedSpan> batch = new ArrayList<>(BATCH);
    while (!closed || !waiting.isEmpty()) {
      try {
        collect(batch);
      } catch (InterruptedException closing) {
        waiting.drainTo(batch, BATCH - batch.size());
      }
      if (!batch.isEmpty()) {
        send(batch);
        batch.clear();
      }
    }
    collector.close();
  }

  private void collect(List<FinishedSpan> batch) throws InterruptedException {
    FinishedSpan first = waiting.poll(LINGER_MILLIS, TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    batch.add(first);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS);
    while (batch.size() < BATCH && !closed) {
      FinishedSpan more = waiting.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (more == null) {
        return;
      }
      batch.add(more);
    }
  }

  private void send(List<FinishedSpan> batch) {
    String problem;
    try {
      problem = collector.send(batch);
    } catch (RuntimeException bug) {
      problem = bug.toString();
    }
    if (problem == null) {
      exported.add(batch.size());
      return;
    }
    dropped.add(batch.size());
    long now = System.nanoTime();
    if (!said || now - lastLine >= BETWEEN_LINES.toNanos()) {
      said = true;
      lastLine = now;
      logger.warn(
          "tracing: {} does not take spans, {} are lost so far: {}", name, dropped(), problem);
    }
  }

  /** Sends what waits, for a short time. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(LAST_BATCHES);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
