package io.mcpgateway.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.policy.access.AccessPolicy;
import io.mcpgateway.policy.access.Circumstances;
import io.mcpgateway.policy.access.Decision;
import io.mcpgateway.policy.access.ListFilterStage;
import io.mcpgateway.policy.access.Question;
import io.mcpgateway.policy.model.PolicySpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Decisions by a large policy: 100 roles with 100 permits each, half of them full names, the others
 * globs that begin, end, or begin and end with letters; and some rules.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PolicyDecisionBenchmark {
  private static final int ROLES = 100;
  private static final int PERMITS = 100;
  private static final int LISTED = 1000;

  private final AccessPolicy policy = new AccessPolicy(read(large()));
  private final Principal few = someone("role-7", "role-42", "role-99");
  private final Principal all =
      someone(IntStream.range(0, ROLES).mapToObj(i -> "role-" + i).toArray(String[]::new));
  private final Question exact = call(few, "tool_42_10");
  private final Question exactOfAll = call(all, "tool_42_10");
  private final Question glob = call(few, "area_42_77_refund_all");
  private final Question globOfAll = call(all, "area_42_77_refund_all");
  private final Question denied = call(few, "tool_13_10");
  private final Question conditional = call(few, "tool_42_20");
  private final JsonRpcMessage list = message(tools());
  private final Exchange listing =
      Exchanges.call(
              message("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}"))
          .with(few);
  private final Exchange asks =
      listing.with(listing.operation(), new Target(McpMethod.TOOLS_LIST, Primitive.TOOL, ""));
  private final ListFilterStage filter = new ListFilterStage(policy);

  private static String large() {
    StringBuilder yaml = new StringBuilder("roles:\n");
    for (int role = 0; role < ROLES; role++) {
      int number = role;
      String permits =
          IntStream.range(0, PERMITS)
              .mapToObj(
                  i ->
                      switch (i % 8) {
                        case 0, 2, 4, 6 -> "tool_" + number + "_" + i;
                        case 1, 5 -> "area_" + number + "_" + i + "_*";
                        case 3 -> "*_kind_" + number + "_" + i;
                        default -> "from_" + number + "_*_to_" + i;
                      })
              .map(name -> '"' + name + '"')
              .collect(Collectors.joining(", "));
      yaml.append("  role-" + role + ": { tools: [" + permits + "] }\n");
    }
    yaml.append(
        """
        rules:
          - { name: no-deletes, deny: { tools: ["delete_*"] } }
          - name: small-amounts
            tools: [tool_42_20]
            deny-when: "args.amount > 100 && !('lead' in principal.roles)"
        """);
    return yaml.toString();
  }

  private static PolicySpec read(String yaml) {
    Problems problems = new Problems();
    PolicySpec spec =
        PolicySpec.read(YamlMap.parse("policy.yaml", yaml, problems, _ -> null), "policy-1");
    if (!problems.isEmpty()) {
      throw new IllegalStateException(problems.all().toString());
    }
    return spec;
  }

  private static Principal someone(String... roles) {
    return Principal.Authenticated.of(
        "https://idp.example.com", "ada", new HashSet<>(Set.of(roles)));
  }

  private static Question call(Principal caller, String tool) {
    JsonNode arguments = JsonNodeFactory.instance.objectNode().put("amount", 60).put("id", "c-1");
    return new Question(
        caller,
        new Question.Subject.Use(Primitive.TOOL, tool),
        new Circumstances(
            "/crm/mcp",
            "crm",
            "bench",
            Era.MODERN,
            "tools/call",
            null,
            new Circumstances.Arguments.Known(() -> arguments),
            Instant.EPOCH));
  }

  private static JsonRpcMessage message(String json) {
    try {
      return MessageScanner.scan(json.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedMessageException malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  private static String tools() {
    return IntStream.range(0, LISTED)
        .mapToObj(
            i ->
                "{\"name\":\"tool_"
                    + (i % 2 == 0 ? 42 : 13)
                    + "_"
                    + i
                    + "\",\"description\":\"Finds what there is to be found\",\"inputSchema\":"
                    + "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}}}}")
        .collect(
            Collectors.joining(
                ",", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[", "]}}"));
  }

  @Benchmark
  public Decision exactName() {
    return policy.decide(exact);
  }

  @Benchmark
  public Decision exactNameWithAllRoles() {
    return policy.decide(exactOfAll);
  }

  @Benchmark
  public Decision globbedName() {
    return policy.decide(glob);
  }

  @Benchmark
  public Decision globbedNameWithAllRoles() {
    return policy.decide(globOfAll);
  }

  @Benchmark
  public Decision deniedName() {
    return policy.decide(denied);
  }

  @Benchmark
  public Decision withCondition() {
    return policy.decide(conditional);
  }

  @Benchmark
  public Revision listOfThousandTools() {
    return filter.apply(asks, list);
  }
}
