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
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real disks that fill up and fail, which takes root (tmpfs) and {@code fiu-run} (Debian: {@code
 * fiu-utils}). Not a part of the build: {@code mvn -pl gateway-app -am test -Dtest=AuditDiskProof}.
 * {@code AuditTrailTest} has the same on a disk that is made up.
 */
class AuditDiskProof {
  private static final int CALLS = 300;

  @TempDir Path directory;

  private final Set<String> answered = new HashSet<>();
  private int sent;

  @ParameterizedTest
  @EnumSource(value = AuditConfig.Mode.class, names = "OFF", mode = EnumSource.Mode.EXCLUDE)
  void aFullDisk(AuditConfig.Mode mode) throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk.toString());
    try (NumberedUpstream upstream = new NumberedUpstream();
        HttpClient http = HttpClient.newHttpClient()) {
      Path config = config(upstream.url(), mode, disk.resolve("audit"));
      try (GatewayProcess gateway =
          GatewayProcess.start(config, directory.resolve("log"), List.of())) {
        assertThat(call(http, gateway).statusCode()).isEqualTo(200);
        Path ballast = disk.resolve("ballast");
        fill(ballast);
        if (mode == AuditConfig.Mode.ASYNC) {
          for (int i = 0; i < CALLS; i++) {
            assertThat(call(http, gateway).statusCode()).isEqualTo(200);
          }
        } else {
          HttpResponse<String> refused = call(http, gateway);
          for (int i = 0; i < CALLS && refused.statusCode() != 503; i++) {
            refused = call(http, gateway);
          }
          assertThat(refused.statusCode()).isEqualTo(503);
          assertThat(refused.headers().firstValue("retry-after")).isPresent();
          int forwarded = upstream.ids().size();
          for (int i = 0; i < 20; i++) {
            assertThat(call(http, gateway).statusCode()).isEqualTo(503);
          }
          assertThat(upstream.ids()).hasSize(forwarded);
        }
        Files.delete(ballast);
        await().atMost(Duration.ofSeconds(5)).until(() -> call(http, gateway).statusCode() == 200);
        assertThat(gateway.stop()).isZero();
      }
      nothingIsMissing(disk.resolve("audit"), upstream, mode);
    } finally {
      run("umount", disk.toString());
    }
  }

  @ParameterizedTest
  @EnumSource(value = AuditConfig.Mode.class, names = "OFF", mode = EnumSource.Mode.EXCLUDE)
  void aDiskThatFailsNowAndThen(AuditConfig.Mode mode) throws Exception {
    List<String> faults =
        List.of(
            "fiu-run",
            "-x",
            "-c",
            "enable_random name=posix/io/sync/fdatasync,probability=0.1,failinfo=5",
            "-c",
            "enable_random name=posix/io/rw/pwrite*,probability=0.05,failinfo=28");
    Path trail = directory.resolve("audit");
    try (NumberedUpstream upstream = new NumberedUpstream();
        HttpClient http = HttpClient.newHttpClient()) {
      Path config = config(upstream.url(), mode, trail);
      try (GatewayProcess gateway = startDespite(faults, config)) {
        for (int i = 0; i < CALLS; i++) {
          await()
              .atMost(Duration.ofSeconds(5))
              .until(() -> call(http, gateway).statusCode() == 200);
        }
        gateway.stop();
      }
      // What it could not end itself the next one does.
      try (GatewayProcess next =
          GatewayProcess.start(config, directory.resolve("log"), List.of())) {
        assertThat(next.stop()).isZero();
      }
      nothingIsMissing(trail, upstream, mode);
      System.out.printf(
          "%s: %d calls, %d answered, %d segments%n",
          mode, sent, answered.size(), SegmentFile.in(trail).size());
      assertThat(SegmentFile.in(trail)).as("failures").hasSizeGreaterThan(4);
    }
  }

  /** One that cannot write its first record does not start. */
  private GatewayProcess startDespite(List<String> faults, Path config) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        return GatewayProcess.start(config, directory.resolve("log"), faults);
      } catch (IOException cannot) {
        if (attempt == 9) {
          throw cannot;
        }
      }
    }
  }

  private void nothingIsMissing(Path trail, NumberedUpstream upstream, AuditConfig.Mode mode)
      throws IOException {
    assertThat(TrailVerification.verify(SegmentFile.in(trail), List.of(), true, null).findings())
        .isEmpty();
    List<JsonNode> records = Trails.records(trail);
    assertThat(ids(records, false)).containsAll(answered);
    if (mode == AuditConfig.Mode.STRICT) {
      assertThat(ids(records, true)).containsAll(upstream.ids());
    }
  }

  private static Set<String> ids(List<JsonNode> records, boolean intents) {
    return records.stream()
        .filter(record -> Trails.isIntent(record) == intents)
        .map(Trails::requestId)
        .collect(Collectors.toSet());
  }

  private HttpResponse<String> call(HttpClient http, GatewayProcess gateway) throws Exception {
    String id = "c-" + sent++;
    HttpResponse<String> answer =
        http.send(
            new Calls(http).request(gateway.endpoint(), '"' + id + '"', "search"),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == 200) {
      answered.add(id);
    }
    return answer;
  }

  private static void fill(Path file) {
    try {
      Files.write(file, new byte[1 << 20]);
    } catch (IOException full) {
      // As it was meant to be.
    }
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private Path config(URI upstream, AuditConfig.Mode mode, Path trail) throws IOException {
    return Files.writeString(
        directory.resolve("gateway.yaml"),
        """
        listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
        admin: { address: "127.0.0.1:0" }
        upstreams: [{ name: up, url: "%s", protocol: modern }]
        routes: [{ path: /mcp, upstream: up, anonymous: true, permit-all: true }]
        audit: { directory: "%s", mode: %s, free-space: 1B }
        drain: 1s
        """
            .formatted(upstream, trail, mode.name().toLowerCase(Locale.ROOT)));
  }
}
