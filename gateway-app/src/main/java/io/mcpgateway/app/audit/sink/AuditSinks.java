package io.mcpgateway.app.audit.sink;

import io.mcpgateway.app.audit.AuditEvent;
import io.mcpgateway.app.audit.AuditTrail;
import io.mcpgateway.app.audit.store.TrailPosition;
import io.mcpgateway.app.audit.store.TrailReader;
import io.mcpgateway.app.config.AuditConfig;
import io.mcpgateway.app.config.SinkConfig;
import io.mcpgateway.app.state.StateDirectory;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** All sinks of a trail, each with its own thread and cursor. */
public final class AuditSinks implements AutoCloseable {
  /** How long the sinks have for what is left when the gateway ends. */
  private static final Duration LAST = Duration.ofSeconds(5);

  private final List<Running> sinks = new ArrayList<>();

  private record Running(Forwarder forwarder, Delivery delivery, Thread thread) {}

  private AuditSinks() {}

  /** Those of a gateway without a trail. */
  public static AuditSinks none() {
    return new AuditSinks();
  }

  /**
   * Begins to forward the trail.
   *
   * @throws IOException if a cursor cannot be read, or a certificate cannot be used
   */
  public static AuditSinks open(
      AuditConfig config, AuditTrail trail, StateDirectory state, InstantSource clock)
      throws IOException {
    AuditSinks sinks = new AuditSinks();
    try {
      for (SinkConfig each : config.sinks()) {
        sinks.add(each, config, trail, state, clock);
      }
      sinks.sinks.forEach(each -> each.thread.start());
      return sinks;
    } catch (IOException failure) {
      sinks.sinks.forEach(each -> each.delivery.close());
      throw failure;
    }
  }

  private void add(
      SinkConfig each,
      AuditConfig config,
      AuditTrail trail,
      StateDirectory state,
      InstantSource clock)
      throws IOException {
    Cursor cursor = new Cursor(state, each.name());
    TrailPosition from = begin(each, cursor.read(), trail.kept());
    TrailReader reader = new TrailReader(config.directory(), from, trail::kept);
    Delivery delivery = delivery(each.target());
    Forwarder forwarder =
        new Forwarder(each, delivery, reader, cursor, event -> note(trail, event), clock);
    trail.readBy(forwarder::oldestUnread);
    Thread thread = Thread.ofVirtual().name("audit-sink-" + each.name()).unstarted(forwarder);
    sinks.add(new Running(forwarder, delivery, thread));
  }

  private static void note(AuditTrail trail, AuditEvent event) {
    // That it could not be recorded is known where records are counted.
    CompletionStage<Void> _ = trail.note(event);
  }

  private static TrailPosition begin(
      SinkConfig sink, @Nullable TrailPosition saved, TrailPosition now) {
    if (saved != null) {
      return saved;
    }
    return sink.from() == SinkConfig.From.NOW ? now : TrailPosition.START;
  }

  private static Delivery delivery(SinkConfig.Target target) throws IOException {
    return switch (target) {
      case SinkConfig.Stdout() -> new StdoutDelivery(System.out);
      case SinkConfig.Https https -> new HttpsDelivery(https);
      case SinkConfig.Syslog syslog -> new SyslogDelivery(syslog);
      case SinkConfig.Kafka kafka -> new KafkaDelivery(kafka);
    };
  }

  public List<SinkStatus> status() {
    return sinks.stream().map(each -> each.forwarder.status()).toList();
  }

  /** To be called when the trail is closed: what it ends with is delivered, too, if that works. */
  @Override
  public void close() {
    sinks.forEach(each -> each.forwarder.closeSoon());
    long deadline = System.nanoTime() + LAST.toNanos();
    try {
      for (Running each : sinks) {
        each.thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    sinks.forEach(
        each -> {
          each.thread.interrupt();
          each.delivery.close();
        });
  }
}
