package io.mcpgateway.policy.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.core.config.Problem;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.access.AccessPolicy;
import io.mcpgateway.policy.access.Circumstances;
import io.mcpgateway.policy.access.Question;
import io.mcpgateway.policy.model.Mode;
import io.mcpgateway.policy.model.PolicySpec;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Whatever a policy file has in it: it is read without an exception, every problem can be shown on
 * one line, and a policy without problems decides.
 */
public final class PolicyFileFuzz {
  private PolicyFileFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Problems problems = new Problems();
    YamlMap root = YamlMap.parse("policy.yaml", new String(input, UTF_8), problems, _ -> null);
    PolicySpec spec = PolicySpec.read(root, "v1");
    for (Problem problem : problems.all()) {
      String line = problem.toString();
      if (line.indexOf('\n') >= 0 || problem.line() < 1) {
        throw new AssertionError("not one line: " + line);
      }
    }
    if (problems.isEmpty()) {
      decide(AccessPolicy.of(spec, null, Mode.ENFORCE));
    }
  }

  private static void decide(AccessPolicy policy) {
    for (Principal principal :
        List.of(new Principal.Anonymous(), Principal.Authenticated.of("i", "s", Set.of("a")))) {
      for (Question.Subject subject :
          List.of(
              new Question.Subject.Use(Primitive.TOOL, "a"),
              new Question.Subject.Use(Primitive.RESOURCE, "a://b/c"),
              new Question.Subject.Template("a://b/{c}"),
              new Question.Subject.AnyTool())) {
        policy.judge(
            new Question(
                principal,
                subject,
                new Circumstances(
                    "/r",
                    "u",
                    null,
                    Era.MODERN,
                    "tools/call",
                    null,
                    new Circumstances.Arguments.Unknown(),
                    Instant.EPOCH)));
      }
    }
  }
}
