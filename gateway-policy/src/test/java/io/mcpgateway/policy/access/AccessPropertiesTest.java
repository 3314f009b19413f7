package io.mcpgateway.policy.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.access.Question.Subject;
import io.mcpgateway.policy.model.Ask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds whatever the policy is. */
class AccessPropertiesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int POLICIES = 150;
  private static final int ENTRIES = 20;

  private record Entry(String name, @Nullable String annotations) {
    String json(String key) {
      String more = annotations == null ? "" : ",\"annotations\":" + annotations;
      return "{\"" + key + "\":\"" + name + "\"" + more + "}";
    }
  }

  @Test
  void aToolIsListedExactlyIfItIsCallableWithSomeArguments() throws JsonProcessingException {
    int listedAtAll = 0;
    int hiddenAtAll = 0;
    for (long seed = 0; seed < POLICIES; seed++) {
      RandomPolicies random = new RandomPolicies(seed);
      AccessPolicy policy = random.policy();
      Principal caller = random.caller();
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < ENTRIES; i++) {
        entries.add(new Entry(random.name(), random.annotations()));
      }

      List<String> listed = listed(policy, caller, McpMethod.TOOLS_LIST, "tools", "name", entries);

      for (Entry entry : entries) {
        boolean callable = isCallable(policy, caller, entry, random.arguments());
        assertThat(listed.contains(entry.json("name")))
            .as("seed %s, %s", seed, entry)
            .isEqualTo(callable);
        listedAtAll += callable ? 1 : 0;
        hiddenAtAll += callable ? 0 : 1;
      }
    }
    assertThat(listedAtAll).isGreaterThan(500);
    assertThat(hiddenAtAll).isGreaterThan(500);
  }

  @Test
  void aResourceOrPromptIsListedExactlyIfItMayBeUsed() {
    for (long seed = 0; seed < POLICIES; seed++) {
      RandomPolicies random = new RandomPolicies(seed);
      AccessPolicy policy = random.policy();
      Principal caller = random.caller();
      List<Entry> resources = new ArrayList<>();
      List<Entry> prompts = new ArrayList<>();
      for (int i = 0; i < ENTRIES; i++) {
        resources.add(new Entry(random.uri(), null));
        prompts.add(new Entry(random.name(), null));
      }

      List<String> readable =
          listed(policy, caller, McpMethod.RESOURCES_LIST, "resources", "uri", resources);
      List<String> gettable =
          listed(policy, caller, McpMethod.PROMPTS_LIST, "prompts", "name", prompts);

      for (Entry entry : resources) {
        assertThat(readable.contains(entry.json("uri")))
            .as("seed %s, %s", seed, entry)
            .isEqualTo(isUsable(policy, caller, McpMethod.RESOURCES_READ, "uri", entry));
      }
      for (Entry entry : prompts) {
        assertThat(gettable.contains(entry.json("name")))
            .as("seed %s, %s", seed, entry)
            .isEqualTo(isUsable(policy, caller, McpMethod.PROMPTS_GET, "name", entry));
      }
    }
  }

  @Test
  void anExplanationSaysWhatIsDecided() throws JsonProcessingException {
    Random choice = new Random(7);
    for (long seed = 0; seed < POLICIES; seed++) {
      RandomPolicies random = new RandomPolicies(seed);
      AccessPolicy policy = random.policy();
      Principal caller = random.caller();
      for (int i = 0; i < ENTRIES; i++) {
        Subject subject =
            switch (choice.nextInt(7)) {
              case 0 -> new Subject.Use(Primitive.RESOURCE, random.uri());
              case 1 -> new Subject.Use(Primitive.PROMPT, random.name());
              case 2 -> new Subject.Template("x://h/" + random.name() + "/{id}");
              case 3 -> new Subject.Method("vendor/" + random.name(), choice.nextBoolean());
              case 4 -> new Subject.Answer(choice.nextBoolean() ? Ask.SAMPLING : Ask.ROOTS);
              case 5 -> new Subject.AnyTool();
              default -> new Subject.Use(Primitive.TOOL, random.name());
            };
        JsonNode arguments = MAPPER.readTree("{\"a0\":9,\"a1\":\"x\",\"a2\":1}");
        Question question =
            new Question(
                caller,
                subject,
                new Circumstances(
                    "/r",
                    "u",
                    null,
                    Era.MODERN,
                    "tools/call",
                    null,
                    choice.nextBoolean()
                        ? new Circumstances.Arguments.Unknown()
                        : new Circumstances.Arguments.Known(() -> arguments),
                    Instant.EPOCH));

        Judgement judgement = policy.judge(question);
        Explanation explanation = policy.explain(question);

        assertThat(explanation.decision())
            .as("seed %s, %s", seed, subject)
            .isEqualTo(policy.decide(question))
            .isEqualTo(judgement.enforced());
        assertThat(explanation.remedies().isEmpty()).isEqualTo(judgement.enforced().isPermit());
        assertThat(judgement.observations().isEmpty())
            .isEqualTo(explanation.observed().isPermit() == judgement.enforced().isPermit());
        String rule = judgement.enforced().rule();
        if (rule.contains("rule:") || rule.contains("role:")) {
          assertThat(explanation.steps())
              .as("seed %s, %s", seed, subject)
              .anyMatch(step -> step.rule().equals(rule) && step.counts());
        }
      }
    }
  }

  /** With every mixture of arguments on either side of what conditions ask for. */
  private static boolean isCallable(AccessPolicy policy, Principal caller, Entry entry, int wanted)
      throws JsonProcessingException {
    String[] values = {"1", "9", "\"x\"", "\"y\""};
    for (int code = 0; code < Math.pow(values.length, wanted); code++) {
      StringBuilder arguments = new StringBuilder("{");
      for (int i = 0, rest = code; i < wanted; i++, rest /= values.length) {
        arguments.append(i == 0 ? "" : ",").append("\"a").append(i).append("\":");
        arguments.append(values[rest % values.length]);
      }
      Exchange call =
          Exchanges.request(
              caller,
              McpMethod.TOOLS_CALL,
              "{\"name\":\"" + entry.name() + "\",\"arguments\":" + arguments + "}}");
      String definition =
          entry.annotations() == null ? "{}" : "{\"annotations\":" + entry.annotations() + "}";
      Exchange known = call.with(new ToolDefinition(entry.name(), MAPPER.readTree(definition)));
      if (new AuthorizationStage(policy).apply(known) instanceof Verdict.Continue) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUsable(
      AccessPolicy policy, Principal caller, McpMethod method, String key, Entry entry) {
    Exchange use = Exchanges.request(caller, method, "{\"" + key + "\":\"" + entry.name() + "\"}");
    return new AuthorizationStage(policy).apply(use) instanceof Verdict.Continue;
  }

  /** Those of the entries that are shown, as they are written. */
  private static List<String> listed(
      AccessPolicy policy,
      Principal caller,
      McpMethod method,
      String member,
      String key,
      List<Entry> entries) {
    List<String> all = entries.stream().map(entry -> entry.json(key)).toList();
    Revision revision =
        new ListFilterStage(policy)
            .apply(
                Exchanges.request(caller, method, "{}"),
                Exchanges.message(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\""
                        + member
                        + "\":["
                        + String.join(",", all)
                        + "]}}"));
    if (revision.equals(Revision.UNCHANGED)) {
      return all;
    }
    String shown = new String(((Revision.Changed) revision).message().bytes(), UTF_8);
    assertThat(shown).doesNotContain(",,").doesNotContain("[,").doesNotContain(",]");
    return all.stream().filter(shown::contains).toList();
  }
}
