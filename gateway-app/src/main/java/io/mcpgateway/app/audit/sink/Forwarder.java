package io.mcpgateway.app.audit.sink;

import io.mcpgateway.app.audit.AuditEvent;
import io.mcpgateway.app.audit.store.TrailPosition;
import io.mcpgateway.app.audit.store.TrailReader;
import io.mcpgateway.app.config.SinkConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the records of the trail to one sink, in order, each at least once. A batch that the sink
 * does not take is sent again until it does; meanwhile the trail waits on disk.
 */
final class Forwarder implements Runnable {
  private static final Logger logger = LoggerFactory.getLogger(Forwarder.class);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration SAVE = Duration.ofSeconds(1);
  private static final int BATCH_BYTES = 1 << 20;

  /** So many in a row: the sink is down. */
  private static final int FAILURES = 3;

  private final SinkConfig config;
  private final Delivery delivery;
  private final TrailReader reader;
  private final Cursor cursor;
  private final Consumer<AuditEvent> notes;
  private final InstantSource clock;
  private final LongAdder delivered = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private volatile boolean down;
  private volatile TrailPosition done;

  /** When the oldest record that is not delivered was written; the epoch if there is none. */
  private volatile Instant waitingSince = Instant.EPOCH;

  private volatile boolean closing;
  private TrailPosition saved;
  private long saveDue;
  private int failuresInRow;
  private int most;

  /**
   * @param notes puts on record what becomes of the sink
   */
  Forwarder(
      SinkConfig config,
      Delivery delivery,
      TrailReader reader,
      Cursor cursor,
      Consumer<AuditEvent> notes,
      InstantSource clock) {
    this.config = config;
    this.delivery = delivery;
    this.reader = reader;
    this.cursor = cursor;
    this.notes = notes;
    this.clock = clock;
    this.done = reader.position();
    this.saved = reader.position();
    this.most = config.batch();
  }

  // Any thread.

  SinkStatus status() {
    Instant since = waitingSince;
    double lag =
        since.equals(Instant.EPOCH)
            ? 0
            : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
    return new SinkStatus(config.name(), !down, delivered.sum(), failures.sum(), lag);
  }

  /** The first segment that is not delivered to its end. */
  int oldestUnread() {
    return done.segment();
  }

  /** Ends once everything is delivered, or with the next failure. */
  void closeSoon() {
    closing = true;
  }

  // The thread.

  @Override
  public void run() {
    try (reader) {
      while (forward()) {
        save(false);
      }
    } catch (InterruptedException stop) {
      // The gateway ends; what is not delivered is, at the next start.
    } catch (IOException | RuntimeException failure) {
      logger.error(
          "audit sink {}: it gets no more records until a restart: the trail cannot be read ({})",
          config.name(),
          failure.toString());
      down = true;
    } finally {
      save(true);
    }
  }

  /** Takes what there is to the sink; whether there may be more. */
  private boolean forward() throws IOException, InterruptedException {
    List<byte[]> batch = reader.next(most, BATCH_BYTES);
    if (batch.isEmpty()) {
      waitingSince = Instant.EPOCH;
      if (closing) {
        return false;
      }
      Thread.sleep(LOOK);
      return true;
    }
    waitingSince = RecordFacts.of(batch.getFirst()).logged();
    int sent = 0;
    Duration pause = FIRST_PAUSE;
    while (sent < batch.size()) {
      List<byte[]> part = batch.subList(sent, Math.min(batch.size(), sent + most));
      try {
        delivery.send(part);
      } catch (IOException failure) {
        failed(failure);
        if (closing) {
          return false;
        }
        if (failure instanceof DeliveryException large && large.isTooLarge() && most > 1) {
          most = Math.max(1, part.size() / 2);
        } else {
          sleep(pause, failure);
          pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
        continue;
      }
      sent += part.size();
      delivered.add(part.size());
      pause = FIRST_PAUSE;
      succeeded();
    }
    done = reader.position();
    most = Math.min(config.batch(), most * 2);
    return true;
  }

  private static void sleep(Duration pause, IOException failure) throws InterruptedException {
    Duration asked = failure instanceof DeliveryException said ? said.retryAfter() : Duration.ZERO;
    Duration wait = asked.compareTo(pause) > 0 ? asked : pause;
    // So that replicas that failed together do not come back together.
    Thread.sleep(wait.plusMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 4)));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void failed(IOException failure) {
    failures.increment();
    if (++failuresInRow == FAILURES) {
      down = true;
      logger.warn(
          "audit sink {}: it takes no records ({}); they wait in the trail, and are sent when it"
              + " does: see to it before the trail's retention or the disk ends",
          config.name(),
          failure.toString());
      note("audit-sink-down");
    }
  }

  private void succeeded() {
    failuresInRow = 0;
    if (down) {
      down = false;
      logger.info("audit sink {}: it takes records again", config.name());
      note("audit-sink-up");
    }
  }

  private void note(String event) {
    notes.accept(
        new AuditEvent(
            clock.instant(), event, "gateway", "", Map.of("sink", config.name()), Map.of()));
  }

  /** What is not saved is delivered again after a crash. */
  private void save(boolean now) {
    if (done.equals(saved) || !now && System.nanoTime() - saveDue < 0) {
      return;
    }
    try {
      cursor.write(done);
      saved = done;
    } catch (IOException failure) {
      logger.warn(
          "audit sink {}: its cursor cannot be saved: {}", config.name(), failure.toString());
    }
    saveDue = System.nanoTime() + SAVE.toNanos();
  }
}
