package io.mcpgateway.app.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.auth.token.KeyMemory;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestIssuer.KeysAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredKeysTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final byte[] JWKS = "{\"keys\":[]}\n".getBytes(UTF_8);

  @TempDir private Path directory;

  @Test
  void whatWasSavedIsFoundByItsSourceAlone() {
    stored().save("https://idp.example.com", new KeyMemory.Remembered(JWKS, NOON));

    KeyMemory.Remembered found = stored().load("https://idp.example.com");
    assertThat(found).isNotNull();
    assertThat(found.jwks()).isEqualTo(JWKS);
    assertThat(found.fetched()).isEqualTo(NOON);
    assertThat(stored().load("https://idp.example.com/")).isNull();
  }

  @Test
  void aFileThatWasTamperedWithIsNotUsed() throws IOException {
    StoredKeys stored = stored();
    stored.save("https://idp.example.com", new KeyMemory.Remembered(JWKS, NOON));
    Path file = files().getFirst();

    for (String content :
        List.of(
            "",
            "https://idp.example.com",
            "https://other.example.com\n2026-11-20T12:00:00Z\n{}",
            "https://idp.example.com\nnoon\n{}")) {
      Files.writeString(file, content);
      assertThat(stored.load("https://idp.example.com")).as(content).isNull();
    }
    assertThat(stored.failures()).isEqualTo(4);
  }

  @Test
  void aDirectoryThatCannotBeWrittenBreaksNothing() throws IOException {
    Path file = Files.createFile(directory.resolve("taken"));
    StoredKeys stored = new StoredKeys(new StateDirectory(file));

    stored.save("https://idp.example.com", new KeyMemory.Remembered(JWKS, NOON));
    stored.save("https://idp.example.com", new KeyMemory.Remembered(JWKS, NOON));

    assertThat(stored.failures()).isEqualTo(2);
  }

  @Test
  void keysSurviveARestartDuringAnOutage() {
    TestClock clock = new TestClock();
    try (TestIssuer server = TestIssuer.start("", clock)) {
      IssuerSettings settings = IssuerSettings.of("corp", server.issuer());
      try (TrustedIssuer before = new TrustedIssuer(settings, clock, stored())) {
        before.prefetch();
        await().until(() -> !files().isEmpty());
      }
      server.answerKeys(new KeysAnswer.Status(503));
      clock.advance(Duration.ofHours(1));

      try (TrustedIssuer after = new TrustedIssuer(settings, clock, stored())) {
        after.prefetch();
        await().until(() -> after.status().failures() > 0);
        assertThat(after.status().keys()).isEqualTo(1);
        assertThat(after.status().fetchedAt()).isEqualTo(clock.instant().minusSeconds(3600));
      }
    }
  }

  private StoredKeys stored() {
    return new StoredKeys(new StateDirectory(directory.resolve("state")));
  }

  private List<Path> files() throws IOException {
    Path state = directory.resolve("state");
    if (!Files.isDirectory(state)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(state)) {
      return files.filter(file -> file.toString().endsWith(".jwks")).toList();
    }
  }
}
