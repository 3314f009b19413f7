package io.mcpgateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.app.Gateway;
import io.mcpgateway.app.audit.verify.TrailLines;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSinkTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path directory;

  @Test
  void everyRecordIsInTheTopicInOrderAlsoThoseOfTheTimeTheBrokerWasAway() throws Exception {
    Files.writeString(
        directory.resolve("policy.yaml"), "roles: { anyone: { tools: ['*'] } }\n", UTF_8);
    try (Broker broker = Broker.start(Files.createDirectory(directory.resolve("kafka")))) {
      Path file =
          Files.writeString(
              directory.resolve("gateway.yaml"),
              """
              listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
              admin: { address: "127.0.0.1:0" }
              upstreams: [{ name: crm, url: "http://127.0.0.1:1/mcp" }]
              routes: [{ path: /crm, upstream: crm, anonymous: true, policy: policy.yaml }]
              audit:
                sinks:
                  - name: kafka
                    type: kafka
                    bootstrap-servers: ["%s"]
                    topic: mcp-audit
                    tls: false
                    properties: { compression.type: gzip }
              drain: 1s
              """
                  .formatted(broker.address()));
      List<String> seen = new ArrayList<>();
      try (KafkaConsumer<String, String> consumer = consumer(broker)) {
        consumer.subscribe(List.of("mcp-audit"));
        try (Gateway gateway = Gateway.start(file, _ -> null)) {
          call(gateway, 50);
          awaitAll(consumer, seen, 51);

          broker.kill();
          call(gateway, 50);
          broker.again();
          awaitAll(consumer, seen, 101);
        }
        // What the trail ends with comes, too: the end of the chain.
        awaitAll(consumer, seen, TrailLines.all(directory.resolve("audit")).size());
      }

      // At least once: what came again is what had come.
      assertThat(new LinkedHashSet<>(seen))
          .containsExactlyElementsOf(TrailLines.all(directory.resolve("audit")));
    }
  }

  private static void awaitAll(
      KafkaConsumer<String, String> consumer, List<String> seen, int distinct) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
                assertThat(each.key()).startsWith("gw-");
                seen.add(each.value());
              }
              return new LinkedHashSet<>(seen).size() >= distinct;
            });
  }

  private static KafkaConsumer<String, String> consumer(Broker broker) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            broker.address(),
            "group.id",
            "auditors",
            "auto.offset.reset",
            "earliest",
            "metadata.max.age.ms",
            "500"),
        new StringDeserializer(),
        new StringDeserializer());
  }

  private static void call(Gateway gateway, int times) throws Exception {
    URI url = gateway.address("local").resolve("/crm");
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < times; i++) {
        HttpRequest request =
            HttpRequest.newBuilder(url)
                .header("content-type", "application/json")
                .header("accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString("no message " + i))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
      }
    }
  }
}
