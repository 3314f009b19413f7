package io.mcpgateway.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.config.Problem;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.model.PolicySpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskingChecksTest {
  private static final Path FILE = Path.of("policy.yaml");
  private static final String POLICY =
      """
      masks:
        - { name: mails, detect: [email], action: redact }
        - { name: cards, detect: [card], action: hash }
      """;

  @Test
  void aMaskThatNeedsAKeyIsNamedIfThereIsNone() {
    assertThat(problems(new MaskingConfig(List.of())))
        .containsExactly(
            "policy.yaml:3: masks[1].action: \"hash\" (expected: masking.keys in gateway.yaml,"
                + " which mask cards makes its values with)");
  }

  @Test
  void withAKeyThereIsNothingToSay() {
    assertThat(problems(new MaskingConfig(List.of("k".repeat(32))))).isEmpty();
  }

  private static List<String> problems(MaskingConfig masking) {
    Problems problems = new Problems();
    YamlMap map = YamlMap.parse("policy.yaml", POLICY, problems, _ -> null);
    PolicySpec policy = PolicySpec.read(map, "v1");
    MaskingChecks.check(masking, Map.of(FILE, policy), Map.of(FILE, map));
    return problems.all().stream().map(Problem::toString).toList();
  }
}
