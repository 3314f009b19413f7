package io.mcpgateway.policy.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Grant;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.model.PolicySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@code scenarios/access/*.yaml}: given a policy, when a caller asks, then a verdict. */
class AccessScenarioTest {
  private static final Path SCENARIOS = Path.of("src/test/resources/scenarios/access");

  static List<Arguments> cases() throws IOException {
    List<Arguments> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(SCENARIOS)) {
      for (Path file : files.sorted().toList()) {
        Problems problems = new Problems();
        YamlMap root =
            YamlMap.parse(
                file.getFileName().toString(), Files.readString(file), problems, name -> null);
        YamlMap given = root.map("given");
        assertThat(given).isNotNull();
        PolicySpec policy = PolicySpec.read(given, "v1");
        for (YamlMap when : root.maps("when")) {
          List<String> roles = when.has("roles") ? when.strings("roles") : List.of();
          List<String> scopes = when.has("scopes") ? when.strings("scopes") : List.of();
          String message =
              "{\"jsonrpc\":\"2.0\","
                  + when.string("id", "\"id\":1,")
                  + "\"method\":\""
                  + when.string("method", "tools/call")
                  + "\",\"params\":"
                  + when.string("params")
                  + "}";
          String then = when.string("then");
          cases.add(
              Arguments.of(
                  Named.of(file.getFileName() + ":" + when.line(), policy),
                  roles,
                  scopes,
                  message,
                  then));
        }
        assertThat(problems.all()).isEmpty();
      }
    }
    return cases;
  }

  @ParameterizedTest(name = "{0} {1} {2} {3} → {4}")
  @MethodSource("cases")
  void theVerdictIsTheOneTheScenarioNames(
      PolicySpec policy, List<String> roles, List<String> scopes, String message, String then) {
    Principal caller =
        roles.isEmpty()
            ? Exchanges.anonymous()
            : Exchanges.withScopes("ann", Set.copyOf(scopes), roles.toArray(String[]::new));
    Exchange exchange = Exchanges.send(caller, Exchanges.message(message));

    Verdict verdict = new AuthorizationStage(new AccessPolicy(policy)).apply(exchange);

    assertThat(word(verdict)).isEqualTo(then);
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Continue(Exchange granted) ->
          granted.grant() instanceof Grant.ByRule(String rule, String version)
                  && version.equals("v1")
              ? "permit " + rule
              : "no grant";
      case Verdict.Refuse(Refusal.InsufficientScope missing, _) ->
          missing.reason() + " " + String.join(" ", missing.scopes());
      case Verdict.Refuse(var refusal, _) -> refusal.reason();
      case Verdict.Await _ -> "await";
    };
  }
}
