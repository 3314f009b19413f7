package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.audit.store.SegmentFile;
import io.mcpgateway.app.audit.verify.TrailVerification;
import io.mcpgateway.app.config.AuditConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A gateway that is killed under load, again and again ({@code -Daudit.kills=100} for each mode),
 * and what its trail knows afterwards of what clients were told.
 */
class AuditCrashTest {
  private static final int KILLS = Integer.getInteger("audit.kills", 3);
  private static final int CLIENTS = 4;

  @TempDir Path directory;

  /** When clients had their answers, by request id. */
  private final Map<String, Long> answered = new ConcurrentHashMap<>();

  /** When the gateways were killed, by the number of the round. */
  private final Map<Integer, Long> killed = new ConcurrentHashMap<>();

  @ParameterizedTest
  @EnumSource(names = {"STRICT", "BATCH"})
  void noKillLosesWhatAClientWasTold(AuditConfig.Mode mode) throws Exception {
    Random random = new Random(KILLS);
    Path trail = directory.resolve("audit");
    try (NumberedUpstream upstream = new NumberedUpstream()) {
      Path config = config(upstream.url(), mode);
      Path log = directory.resolve("log");
      for (int round = 0; round < KILLS; round++) {
        try (GatewayProcess gateway = GatewayProcess.start(config, log, List.of())) {
          Load load = new Load(gateway.endpoint(), round);
          int enough = answered.size() + 10 + random.nextInt(150);
          await()
              .pollInterval(5, TimeUnit.MILLISECONDS)
              .atMost(60, TimeUnit.SECONDS)
              .until(() -> answered.size() >= enough);
          TimeUnit.MICROSECONDS.sleep(random.nextInt(5000));
          killed.put(round, System.nanoTime());
          gateway.kill();
          load.stop();
        }
      }
      try (GatewayProcess last = GatewayProcess.start(config, log, List.of())) {
        assertThat(last.stop()).isZero();
      }

      TrailVerification.Result result =
          TrailVerification.verify(
              SegmentFile.in(trail),
              List.of(
                  TrailVerification.trustedKey(
                      directory.resolve("state").resolve("audit-key.pub.pem"))),
              true,
              directory.resolve("checkpoints.jsonl"));
      assertThat(result.findings()).isEmpty();
      assertThat(result.isSealed()).isTrue();
      List<JsonNode> records = Trails.records(trail);
      Set<String> missing = new HashSet<>(answered.keySet());
      missing.removeAll(requestIds(records, false));
      System.out.printf(
          "%s: %d kills, %d answers, %d records, %d missing (up to %d ms old), %d of unknown end%n",
          mode,
          KILLS,
          answered.size(),
          records.size(),
          missing.size(),
          missing.stream().mapToLong(this::nanosBeforeKill).max().orElse(0) / 1_000_000,
          records.stream().filter(each -> Trails.outcome(each).equals("unknown_crash")).count());
      assertThat(missing).isEmpty();
      assertThat(records.stream().map(each -> each.at("/metadata/uid").asText()))
          .doesNotHaveDuplicates();
      if (mode == AuditConfig.Mode.STRICT) {
        assertThat(requestIds(records, true)).containsAll(upstream.ids());
        everyIntentHasOneOutcome(records);
      }
    }
  }

  private long nanosBeforeKill(String id) {
    int round = Integer.parseInt(id.substring(0, id.indexOf('-')));
    return killed.getOrDefault(round, 0L) - answered.getOrDefault(id, 0L);
  }

  private static Set<String> requestIds(List<JsonNode> records, boolean intents) {
    return records.stream()
        .filter(record -> Trails.isIntent(record) == intents)
        .map(Trails::requestId)
        .collect(Collectors.toSet());
  }

  private static void everyIntentHasOneOutcome(List<JsonNode> records) {
    List<String> intents = records.stream().filter(Trails::isIntent).map(Trails::exchange).toList();
    List<String> outcomes =
        records.stream()
            .filter(record -> !Trails.isIntent(record) && !Trails.exchange(record).isEmpty())
            .map(Trails::exchange)
            .toList();
    assertThat(intents).doesNotHaveDuplicates();
    assertThat(outcomes).containsExactlyInAnyOrderElementsOf(intents);
  }

  private Path config(URI upstream, AuditConfig.Mode mode) throws IOException {
    return Files.writeString(
        directory.resolve("gateway.yaml"),
        """
        listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
        admin: { address: "127.0.0.1:0" }
        upstreams: [{ name: up, url: "%s", protocol: modern }]
        routes: [{ path: /mcp, upstream: up, anonymous: true, permit-all: true }]
        audit:
          mode: %s
          segment: { size: 256KiB }
          checkpoints: { every: 50, copy: checkpoints.jsonl }
        drain: 1s
        """
            .formatted(upstream, mode.name().toLowerCase(Locale.ROOT)));
  }

  /** Clients that call until they are told to stop, or nobody answers any more. */
  private final class Load {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<Thread> clients = new ArrayList<>();

    Load(URI endpoint, int round) {
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        clients.add(Thread.ofPlatform().start(() -> run(endpoint, round + "-" + client + "-")));
      }
    }

    private void run(URI endpoint, String prefix) {
      try (HttpClient http = HttpClient.newHttpClient()) {
        Calls calls = new Calls(http);
        for (int i = 0; !stopped.get(); i++) {
          String id = prefix + i;
          HttpResponse<String> answer =
              http.send(
                  calls.request(endpoint, '"' + id + '"', "search"),
                  HttpResponse.BodyHandlers.ofString());
          if (answer.statusCode() == 200) {
            answered.put(id, System.nanoTime());
          }
        }
      } catch (IOException dead) {
        // As it was meant to be.
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }

    void stop() throws InterruptedException {
      stopped.set(true);
      for (Thread client : clients) {
        client.join();
      }
    }
  }
}
