package io.mcpgateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.app.config.GatewayConfig;
import io.mcpgateway.app.state.StateDirectory;
import io.mcpgateway.app.state.StoredKeys;
import io.mcpgateway.policy.token.Binding;
import io.mcpgateway.testkit.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {
  private static final Binding BINDING = new Binding.Anonymous("/mcp");
  private static final byte[] CARD = "4111111111111111".getBytes(UTF_8);
  private static final Map<String, String> SECRETS =
      Map.of("OLD", "o".repeat(32), "NEW", "n".repeat(32));

  @TempDir Path directory;

  @Test
  void valueTokensStayAsLongAsTheirKeysDo() throws Exception {
    Parts first = parts(Parts.NONE, "${env:OLD}");
    Parts same = parts(first, "${env:OLD}");
    Parts rotated = parts(same, "${env:NEW}", "${env:OLD}");
    Parts other = parts(rotated, "${env:NEW}");
    String token = seal(first);

    assertThat(same.valueTokens()).isSameAs(first.valueTokens());
    assertThat(rotated.valueTokens().open(BINDING, "cards", token)).isEqualTo(CARD);
    assertThat(seal(rotated)).isNotEqualTo(token).isEqualTo(seal(other));
    assertThat(other.valueTokens().open(BINDING, "cards", token)).isNull();
  }

  @Test
  void withoutKeysEveryProcessHasItsOwn() throws Exception {
    assertThat(seal(parts(Parts.NONE))).isNotEqualTo(seal(parts(Parts.NONE)));
  }

  private static String seal(Parts parts) {
    return parts.valueTokens().seal(BINDING, "card", "cards", CARD, Duration.ofHours(1));
  }

  private Parts parts(Parts before, String... keys) throws Exception {
    Path file = directory.resolve("gateway.yaml");
    Files.writeString(
        file,
        """
        listeners: [{ name: local, address: 127.0.0.1:8080, plaintext: true }]
        upstreams: [{ name: crm, url: http://127.0.0.1:9000/mcp }]
        routes: [{ path: /mcp, upstream: crm, anonymous: true, permit-all: true }]
        """
            + "masking: { keys: ["
            + Stream.of(keys).map(key -> '"' + key + '"').collect(Collectors.joining(", "))
            + "] }\n");
    GatewayConfig config = new ConfigLoader(file, SECRETS::get).load().gateway();
    return Parts.of(
        config,
        before,
        new TestClock(),
        new StoredKeys(new StateDirectory(directory.resolve("state"))));
  }
}
