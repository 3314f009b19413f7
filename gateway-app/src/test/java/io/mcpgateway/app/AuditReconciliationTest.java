package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.audit.store.SegmentFile;
import io.mcpgateway.app.audit.verify.TrailVerification;
import io.mcpgateway.app.config.AuditConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients did is what the trail says they did: each call once, and how it ended. */
class AuditReconciliationTest {
  private static final int CLIENTS = 4;
  private static final int CALLS = 100;
  private static final List<Fate> OFTEN =
      List.of(Fate.SEARCH, Fate.SEARCH, Fate.REFUND, Fate.DIE, Fate.LEAVE);

  @TempDir Path directory;

  /** What a call asks for, and how the trail calls its end. */
  private enum Fate {
    SEARCH("answered"),
    REFUND("denied"),
    DIE("upstream-unreachable"),
    HANG("upstream-timeout"),
    LEAVE("abandoned");

    final String outcome;

    Fate(String outcome) {
      this.outcome = outcome;
    }

    String tool() {
      return this == LEAVE ? "hang" : name().toLowerCase(Locale.ROOT);
    }

    boolean isForwarded() {
      return this != REFUND;
    }
  }

  @ParameterizedTest
  @EnumSource(value = AuditConfig.Mode.class, names = "OFF", mode = EnumSource.Mode.EXCLUDE)
  void everyCallHasItsRecordWhateverBecameOfIt(AuditConfig.Mode mode) throws Exception {
    Map<String, Fate> fates = new ConcurrentHashMap<>();
    Path trail = directory.resolve("audit");
    try (NumberedUpstream upstream = new NumberedUpstream();
        Gateway gateway = start(upstream.url(), mode)) {
      URI endpoint = gateway.address("local").resolve("/mcp");
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        clients.add(Thread.ofPlatform().start(() -> run(client, endpoint, upstream, fates)));
      }
      for (Thread client : clients) {
        client.join();
      }
      assertThat(fates).hasSize(CLIENTS * CALLS);
      await().until(() -> outcomes(trail).size() >= CLIENTS * CALLS);
    }

    Map<String, String> expected =
        fates.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().outcome));
    assertThat(outcomes(trail)).hasSize(CLIENTS * CALLS);
    Map<String, String> recorded =
        outcomes(trail).stream().collect(Collectors.toMap(Trails::requestId, Trails::outcome));
    assertThat(recorded).isEqualTo(expected);
    List<String> intents =
        Trails.records(trail).stream().filter(Trails::isIntent).map(Trails::requestId).toList();
    assertThat(intents)
        .containsExactlyInAnyOrderElementsOf(
            mode == AuditConfig.Mode.STRICT
                ? fates.entrySet().stream()
                    .filter(each -> each.getValue().isForwarded())
                    .map(Map.Entry::getKey)
                    .toList()
                : List.of());
    assertThat(TrailVerification.verify(SegmentFile.in(trail), List.of(), true, null).findings())
        .isEmpty();
  }

  private static void run(
      int client, URI endpoint, NumberedUpstream upstream, Map<String, Fate> fates) {
    Random random = new Random(client);
    try (HttpClient http = HttpClient.newHttpClient()) {
      Calls calls = new Calls(http);
      for (int i = 0; i < CALLS; i++) {
        // Those that wait for a timeout are few.
        Fate fate = i % 50 == 7 ? Fate.HANG : OFTEN.get(random.nextInt(OFTEN.size()));
        String id = client + "-" + i;
        fates.put(id, fate);
        CompletableFuture<HttpResponse<String>> answer =
            http.sendAsync(
                calls.request(endpoint, '"' + id + '"', fate.tool()),
                HttpResponse.BodyHandlers.ofString());
        if (fate == Fate.LEAVE) {
          await().until(() -> upstream.ids().contains(id));
          answer.cancel(true);
        } else {
          answer.join();
        }
      }
    }
  }

  private static List<JsonNode> outcomes(Path trail) {
    return Trails.records(trail).stream()
        .filter(record -> !Trails.isIntent(record) && !Trails.requestId(record).isEmpty())
        .toList();
  }

  private Gateway start(URI upstream, AuditConfig.Mode mode) throws Exception {
    Files.writeString(
        directory.resolve("policy.yaml"), "roles: { anyone: { tools: [search, die, hang] } }\n");
    Path file =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
            admin: { address: "127.0.0.1:0" }
            upstreams:
              - { name: up, url: "%s", protocol: modern, timeouts: { first-byte: 2s } }
            routes: [{ path: /mcp, upstream: up, anonymous: true, policy: policy.yaml }]
            audit: { mode: %s }
            drain: 1s
            """
                .formatted(upstream, mode.name().toLowerCase(Locale.ROOT)));
    return Gateway.start(file, _ -> null);
  }
}
