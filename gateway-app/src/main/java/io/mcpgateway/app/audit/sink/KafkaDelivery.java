package io.mcpgateway.app.audit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.app.config.SinkConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Produces a message for each record, with the chain's authority as its key: all records of one
 * gateway are in one partition, in order. Brokers acknowledge a batch once all in-sync replicas
 * have it.
 */
final class KafkaDelivery implements Delivery {
  private static final int BLOCK_MILLIS = 10_000;
  private static final int DELIVERY_MILLIS = 30_000;

  /** How long a batch would wait to be flushed; longer than it ever does. */
  private static final int LINGER_MILLIS = 10_000;

  /** Brokers take a mebibyte, unless they are told otherwise. */
  private static final int REQUEST_BYTES = 512 << 10;

  /** More than the producer thinks that such a request takes. */
  private static final int BATCH_BYTES = 2 * REQUEST_BYTES;

  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final SinkConfig.Kafka config;
  private volatile boolean closed;
  private volatile @Nullable Producer<byte[], byte[]> producer;

  KafkaDelivery(SinkConfig.Kafka config) {
    this.config = config;
  }

  @Override
  public void send(List<byte[]> records) throws IOException, InterruptedException {
    try {
      Producer<byte[], byte[]> open = open();
      int from = 0;
      while (from < records.size()) {
        int to = endOfRequest(records, from);
        sendAtOnce(records.subList(from, to), open);
        from = to;
      }
    } catch (InterruptException stop) {
      throw new InterruptedException();
    } catch (ExecutionException failure) {
      throw new IOException(String.valueOf(failure.getCause()), failure);
    } catch (KafkaException failure) {
      throw new IOException(failure.toString(), failure);
    }
  }

  private static int endOfRequest(List<byte[]> records, int from) {
    int to = from;
    long bytes = 0;
    do {
      bytes += records.get(to).length;
      to++;
    } while (to < records.size() && bytes + records.get(to).length <= REQUEST_BYTES);
    return to;
  }

  /**
   * All of them or none: they are one batch of the producer's, which goes out when it is flushed.
   * Of several, one might fail and the next be taken, and records would stand out of order.
   */
  private void sendAtOnce(List<byte[]> records, Producer<byte[], byte[]> open)
      throws ExecutionException, InterruptedException {
    List<Future<?>> sent = new ArrayList<>();
    for (byte[] record : records) {
      byte[] key = RecordFacts.of(record).authority().getBytes(UTF_8);
      Future<?> result = open.send(new ProducerRecord<>(config.topic(), key, record));
      if (result.isDone()) {
        // It failed before it was in the batch, as without metadata of the topic: so must the rest.
        result.get();
      }
      sent.add(result);
    }
    open.flush();
    for (Future<?> each : sent) {
      each.get();
    }
  }

  /** Made late: it looks its brokers up, and one that cannot be found must not stop the start. */
  private Producer<byte[], byte[]> open() throws IOException {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      if (closed) {
        throw new IOException("the gateway stops");
      }
      open =
          new KafkaProducer<>(properties(), new ByteArraySerializer(), new ByteArraySerializer());
      producer = open;
    }
    return open;
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(config.properties());
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, BLOCK_MILLIS);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
    properties.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, "mcp-gateway");
    if (config.tls()) {
      properties.putIfAbsent("security.protocol", "SSL");
      if (config.ca() != null) {
        properties.put("ssl.truststore.type", "PEM");
        properties.put("ssl.truststore.location", config.ca().toString());
      }
    }
    return properties;
  }

  @Override
  public void close() {
    closed = true;
    Producer<byte[], byte[]> open = producer;
    if (open != null) {
      open.close(CLOSE);
    }
  }
}
