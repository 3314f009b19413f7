package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.core.config.Problem;
import io.mcpgateway.core.exchange.Challenge;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.RefusalAnswer;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.exchange.TokenScheme;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/configuration.md knows what the code knows. */
class ReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");

  @TempDir private Path directory;

  @Test
  void everyKeyIsInTheReference() throws IOException {
    // A key that no mapping has: what the reader expected instead are the keys that there are.
    Files.writeString(
        directory.resolve("gateway.yaml"),
        """
        listeners: [{ none: 1, tls: { none: 1 }, limits: { none: 1 } }]
        admin: { none: 1, tls: { none: 1 }, tokens: [{ none: 1 }], clients: [{ none: 1 }] }
        issuers: [{ none: 1, introspection: { none: 1 } }]
        api-keys: [{ none: 1, keys: [{ none: 1 }], file: keys.yaml }]
        upstreams:
          - { none: 1, credential: { none: 1 }, timeouts: { none: 1 }, identity: { none: 1 } }
          - { name: crm, tools: { none: 1, pins: pins.yaml } }
          - { credential: { type: static, none: 1 } }
          - { credential: { type: bearer, none: 1 } }
          - { credential: { type: client-credentials, client-key: x, none: 1 } }
          - { credential: { type: token-exchange, none: 1, actor: { none: 1 }, id-jag: { none: 1 } } }
        identity: { none: 1 }
        routes: [{ none: 1, policy: policy.yaml }]
        sessions: { none: 1 }
        masking: { none: 1 }
        dpop: { none: 1 }
        failure-budget: { none: 1 }
        audit: { none: 1, segment: { none: 1 }, retain: { none: 1 }, checkpoints: { none: 1 } }
        tracing: { none: 1 }
        revocations: { none: 1, redis: { none: 1 } }
        none: 1
        """);
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        risk: { none: 1 }
        roles: { some: { none: 1, members: { none: 1 } } }
        rules: [{ none: 1, deny: { none: 1 } }]
        scopes: [{ none: 1 }]
        detectors: [{ none: 1 }]
        masks: [{ none: 1, schema: { none: 1 } }]
        limits: [{ none: 1 }]
        curate: [{ none: 1, arguments: { some: { none: 1 } } }]
        repeats: [{ none: 1 }]
        schemas: [{ none: 1 }]
        none: 1
        """);
    Files.writeString(
        directory.resolve("pins.yaml"), "{ upstream: crm, tools: { a: { none: 1 } }, none: 1 }\n");
    Files.writeString(directory.resolve("keys.yaml"), "none: 1\n");
    ConfigException wrong =
        catchThrowableOfType(
            ConfigException.class,
            () -> new ConfigLoader(directory.resolve("gateway.yaml"), _ -> null).load());

    List<String> unknown =
        wrong.problems().stream()
            .map(Problem::toString)
            .filter(problem -> problem.contains("none: unknown key"))
            .toList();
    assertThat(unknown).hasSize(54);
    String reference = Files.readString(REFERENCE);
    for (String problem : unknown) {
      String keys = problem.substring(problem.indexOf("one of ") + "one of ".length());
      for (String key : keys.substring(0, keys.length() - 1).split(", ", -1)) {
        assertThat(reference)
            .as(problem)
            .containsPattern("[`.]" + Pattern.quote(key) + "(`|\\.|\\[])");
      }
    }
  }

  @Test
  void everyRefusalIsInTheReferenceWithItsStatusAndItsCode() throws Exception {
    List<String> lines = Files.readAllLines(REFERENCE);
    for (Class<?> each : Refusal.class.getPermittedSubclasses()) {
      Refusal refusal = sample(each);
      if (refusal instanceof Refusal.Revoked) {
        // Looks like another one.
        assertThat(lines).anyMatch(line -> line.startsWith("| `" + refusal.reason() + "` |"));
        continue;
      }
      RefusalAnswer answer = RefusalAnswer.of(refusal, Era.MODERN, "1");
      if (refusal instanceof Refusal.Revoked) {
        // Looks like another one.
        assertThat(lines).anyMatch(line -> line.startsWith("| `" + refusal.reason() + "` |"));
        continue;
      }
      String begin = "| `" + refusal.reason() + "` | " + answer.status();
      assertThat(lines)
          .as("%s, code %s", begin, answer.code())
          .anyMatch(
              line ->
                  line.startsWith(begin)
                      && line.contains("| " + answer.code())
                      && line.contains(", closes") == answer.closes());
    }
  }

  private static Refusal sample(Class<?> refusal) throws ReflectiveOperationException {
    RecordComponent[] components = refusal.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = Arrays.stream(types).map(ReferenceTest::value).toArray();
    return (Refusal) refusal.getDeclaredConstructor(types).newInstance(values);
  }

  private static Object value(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "String" -> "";
      case "int" -> 1;
      case "long" -> 1L;
      case "Set" -> Set.of();
      case "List" -> List.of();
      case "boolean" -> false;
      case "Challenge" -> new Challenge("Bearer");
      case "URI" -> URI.create("https://mcp.example.com");
      case "Refusal" -> new Refusal.UnknownRoute();
      case "Duration" -> Duration.ofSeconds(1);
      case "Era" -> Era.MODERN;
      case "TokenScheme" -> TokenScheme.BEARER;
      case "Target" -> new Target(null, McpMethod.Primitive.TOOL, "");
      default -> throw new IllegalStateException("a component of type " + type);
    };
  }
}
