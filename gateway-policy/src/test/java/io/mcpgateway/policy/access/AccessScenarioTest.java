package io.mcpgateway.policy.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Grant;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.model.Mode;
import io.mcpgateway.policy.model.PolicySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
        YamlMap platform = root.map("platform");
        AccessPolicy policy =
            AccessPolicy.of(
                PolicySpec.read(given, "v1"),
                platform == null ? null : PolicySpec.read(platform, "p1"),
                root.oneOf("route-mode", Mode.class, Mode.ENFORCE));
        for (YamlMap when : root.maps("when")) {
          String message =
              "{\"jsonrpc\":\"2.0\","
                  + when.string("id", "\"id\":1,")
                  + "\"method\":\""
                  + when.string("method", "tools/call")
                  + "\",\"params\":"
                  + when.string("params")
                  + "}";
          cases.add(
              Arguments.of(
                  Named.of(file.getFileName() + ":" + when.line(), policy),
                  caller(when),
                  message,
                  when.string("annotations", ""),
                  when.string("then"),
                  when.string("observed", "")));
          when.finish();
        }
        assertThat(problems.all()).isEmpty();
      }
    }
    return cases;
  }

  private static Principal caller(YamlMap when) {
    List<String> known = List.of("roles", "scopes", "groups", "client", "tenant", "level", "key");
    if (known.stream().noneMatch(when::has) && !when.has("token") && !when.has("subject")) {
      return Exchanges.anonymous();
    }
    String key = when.string("key", "");
    int level = when.integer("level", 0, 9, 0);
    return new Principal.Authenticated(
        key.isEmpty() ? "https://idp.example" : "api-key:" + key.substring(0, key.indexOf('/')),
        when.string("subject", "ann"),
        when.optionalString("client"),
        List.of(),
        when.optionalString("tenant"),
        Set.copyOf(when.strings("roles")),
        Set.copyOf(when.strings("groups")),
        level == 0 ? Map.of() : Map.of("level", (long) level),
        Set.copyOf(when.strings("scopes")),
        key.isEmpty() ? when.optionalString("token") : key.substring(key.indexOf('/') + 1),
        Instant.MAX);
  }

  @ParameterizedTest(name = "{0} {2} {3} → {4} {5}")
  @MethodSource("cases")
  void theVerdictIsTheOneTheScenarioNames(
      AccessPolicy policy,
      Principal caller,
      String message,
      String annotations,
      String then,
      String observed)
      throws IOException {
    Exchange exchange = Exchanges.send(caller, Exchanges.message(message));
    if (!annotations.isEmpty()) {
      exchange =
          exchange.with(
              new ToolDefinition(
                  exchange.target().name(),
                  new ObjectMapper().readTree("{\"annotations\":" + annotations + "}")));
    }

    Verdict verdict =
        new AuthorizationStage(policy, ScopeChallenge.NONE, () -> Instant.EPOCH).apply(exchange);

    assertThat(then.startsWith("deny ") ? "deny " + rule(verdict) : word(verdict)).isEqualTo(then);
    assertThat(observations(verdict)).isEqualTo(observed);
  }

  /** The rule of a refusal that says no more than that there is no such thing. */
  private static String rule(Verdict verdict) {
    return verdict instanceof Verdict.Refuse(Refusal.Hidden(_, String rule), _)
        ? rule
        : word(verdict);
  }

  private static String observations(Verdict verdict) {
    List<Observation> observations =
        switch (verdict) {
          case Verdict.Continue(Exchange granted) -> granted.observations();
          case Verdict.Refuse(_, var observed) -> observed;
          case Verdict.Await _ -> List.of();
        };
    return observations.stream()
        .map(each -> each.effect().word() + " " + each.rule())
        .collect(Collectors.joining(", "));
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Continue(Exchange granted) ->
          granted.grant() instanceof Grant.ByRule(String rule, String version)
                  && version.startsWith("v1")
              ? "permit " + rule
              : "no grant";
      case Verdict.Refuse(Refusal.InsufficientScope missing, _) ->
          missing.reason() + " " + String.join(" ", missing.scopes());
      case Verdict.Refuse(var refusal, _) -> refusal.reason();
      case Verdict.Await _ -> "await";
    };
  }
}
