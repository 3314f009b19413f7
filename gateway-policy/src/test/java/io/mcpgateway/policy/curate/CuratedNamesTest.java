package io.mcpgateway.policy.curate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.model.CurationSpec;
import io.mcpgateway.policy.model.CurationSpec.Argument;
import io.mcpgateway.policy.model.Source;
import io.mcpgateway.testkit.SeededJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever is curated: a name is in the list exactly if a call by it reaches a tool. */
class CuratedNamesTest {
  private static final int ROUNDS = 2_000;
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "a\"b", "z");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void whatIsListedIsWhatCanBeCalled() throws Exception {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      Curation curation = new Curation(spec(random));
      Set<String> upstream = upstream(random);
      String answer =
          CurationTest.curated(
              curation,
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":["
                  + String.join(" , ", upstream.stream().map(CuratedNamesTest::entry).toList())
                  + "]}}");

      List<String> listed = new ArrayList<>();
      for (JsonNode tool : MAPPER.readTree(answer).at("/result/tools")) {
        listed.add(tool.get("name").textValue());
      }
      Set<String> callable = new HashSet<>();
      for (String name : NAMES) {
        String sent = sent(curation, name);
        if (sent != null && upstream.contains(sent)) {
          callable.add(name);
          assertThat(curation.clientName(sent)).as("seed %s", seed).isEqualTo(name);
        }
      }
      assertThat(listed).as("seed %s: %s of %s", seed, answer, upstream).doesNotHaveDuplicates();
      assertThat(new HashSet<>(listed)).as("seed %s: %s", seed, upstream).isEqualTo(callable);
    }
  }

  @Test
  void whatIsNotCuratedStaysByteForByteHoweverOddItIs() {
    Curation curation =
        CurationTest.curation(
            "curate: [{ tool: gone, hide: true }, { tool: old, as: new, arguments: { a: { value:"
                + " 1 } } }]");
    for (int seed = 0; seed < ROUNDS; seed++) {
      SeededJson json = new SeededJson(seed);
      String odd = json.value(4);
      String more = json.value(3);
      String answer =
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"x\":%s,\"tools\":[%s{\"n\":%s,\"name\":\"%s\""
              + ",\"inputSchema\":{\"properties\":{%s\"b\":%s}}}],\"nextCursor\":\"c\"}}";

      // What curated("…") takes for an apostrophe is a quote: there is none in odd JSON.
      assertThat(
              CurationTest.curated(
                  curation,
                  answer.formatted(
                      odd, "{\"name\":\"gone\"},", more, "old", "\"a\":" + odd + ",", more)))
          .as("seed %s", seed)
          .isEqualTo(answer.formatted(odd, "", more, "new", "", more));
    }
  }

  private static String entry(String name) {
    return "{\"name\":" + Json.quote(name) + "}";
  }

  /** What the upstream would be asked for, or null if the call is refused. */
  private static @org.jspecify.annotations.Nullable String sent(Curation curation, String name) {
    Verdict verdict = new CurateStage(curation).apply(Exchanges.call(Exchanges.anonymous(), name));
    return verdict instanceof Verdict.Continue(var exchange)
            && exchange.operation() instanceof Operation.Send(var message)
        ? message.params().string("name")
        : null;
  }

  private static Set<String> upstream(Random random) {
    Set<String> names = new LinkedHashSet<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      names.add(NAMES.get(random.nextInt(NAMES.size())));
    }
    return names;
  }

  /** As the reader lets through: no tool twice, no name twice. */
  private static CurationSpec spec(Random random) {
    List<String> tools = new ArrayList<>(NAMES);
    Collections.shuffle(tools, random);
    Set<String> taken = new HashSet<>();
    List<CurationSpec.Tool> entries = new ArrayList<>();
    for (String tool : tools.subList(0, random.nextInt(NAMES.size()))) {
      boolean hidden = random.nextInt(4) == 0;
      String name = random.nextBoolean() ? tool : NAMES.get(random.nextInt(NAMES.size()));
      if (hidden || taken.add(name)) {
        Map<String, Argument> arguments =
            random.nextBoolean() ? Map.of() : Map.of("x", new Argument.Fixed("1"));
        entries.add(
            new CurationSpec.Tool(
                tool, hidden ? tool : name, null, null, hidden, arguments, Source.NONE));
      }
    }
    return new CurationSpec(entries);
  }
}
