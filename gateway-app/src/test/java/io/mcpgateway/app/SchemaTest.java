package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.auth.signing.DetachedKey;
import io.mcpgateway.core.config.Problem;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.model.DetectWords;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.testkit.TestCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schemas for editors say what the readers say. */
class SchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;

  /** A kind of file, with its schema, an example of every key, and its reader. */
  @SuppressWarnings("ImmutableEnumChecker") // Nobody changes the documents.
  enum Kind {
    POLICY,
    GATEWAY;

    private final String word = name().toLowerCase(Locale.ROOT);
    private final JsonNode document = json(Path.of("..", "docs", "schema", word + ".schema.json"));
    private final Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(document.toString());

    JsonNode everything() {
      return yaml(Path.of("src", "test", "resources", "schema", word + ".yaml"));
    }

    boolean accepts(JsonNode file) {
      return schema.validate(file).isEmpty();
    }

    /** JSON is YAML. */
    List<Problem> problems(JsonNode file) {
      try {
        if (this == POLICY) {
          Problems problems = new Problems();
          var _ =
              PolicySpec.read(
                  YamlMap.parse("policy.yaml", file.toString(), problems, _ -> null), "v1");
          return problems.all();
        }
        Path gateway = directory.resolve("gateway.yaml");
        Files.writeString(gateway, file.toString());
        new ConfigLoader(gateway, _ -> "0123456789abcdef0123456789abcdef").load();
        return List.of();
      } catch (ConfigException wrong) {
        return wrong.problems();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  @BeforeAll
  static void files() throws IOException {
    TestCertificates authority = TestCertificates.create();
    TestCertificates.Issued issued = authority.server("localhost");
    Files.write(directory.resolve("ca.pem"), authority.authority());
    Files.write(directory.resolve("tls.crt"), issued.certificate());
    Files.write(directory.resolve("tls.key"), issued.key());
    Files.write(directory.resolve("key.pem"), issued.key());
    Files.writeString(directory.resolve("audit.pem"), DetachedKey.generate().privatePem());
    Files.writeString(directory.resolve("policy.yaml"), "roles: { anyone: { tools: ['*'] } }\n");
    Files.writeString(directory.resolve("platform.yaml"), "roles: { anyone: { tools: ['*'] } }\n");
    Files.writeString(directory.resolve("pins.yaml"), "version: 1\nupstream: crm\ntools: {}\n");
    Files.writeString(
        directory.resolve("keys.yaml"),
        "keys: [{ id: b, principal: b, sha256: " + "fedcba9876543210".repeat(4) + " }]\n");
  }

  @ParameterizedTest
  @EnumSource
  void whatUsesEveryKeyIsAcceptedByBoth(Kind kind) {
    assertThat(kind.problems(kind.everything())).isEmpty();
    assertThat(kind.schema.validate(kind.everything())).isEmpty();

    Set<String> used = new TreeSet<>();
    collect(kind.everything(), used);
    Set<String> known = new TreeSet<>();
    properties(kind.document, known);
    assertThat(used).as("keys without an example").containsAll(known);
  }

  @ParameterizedTest
  @EnumSource
  void aKeyThatIsUnknownToOneIsUnknownToBoth(Kind kind) {
    Set<String> known = new TreeSet<>();
    properties(kind.document, known);
    List<String> disagreements = new ArrayList<>();
    mappings(
        kind,
        (path, mutant) -> {
          List<Problem> unknown =
              kind.problems(mutant).stream()
                  .filter(problem -> problem.toString().contains("unknown key"))
                  .toList();
          if (unknown.isEmpty() || kind.accepts(mutant)) {
            disagreements.add(path);
          }
          for (Problem each : unknown) {
            String text = each.expected();
            for (String key : text.substring(text.indexOf("one of ") + 7).split(", ", -1)) {
              if (!known.contains(key)) {
                disagreements.add(path + ": " + key + " is not in the schema");
              }
            }
          }
        });

    assertThat(disagreements).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aValueOfTheWrongTypeIsRefusedByBoth(Kind kind) {
    List<String> disagreements = new ArrayList<>();
    JsonNode everything = kind.everything();
    List<List<Object>> paths = new ArrayList<>();
    paths(everything, List.of(), paths);
    for (List<Object> path : paths) {
      if (ReferenceKeys.isAnything(path)) {
        continue;
      }
      JsonNode mutant = everything.deepCopy();
      JsonNode value = at(mutant, path);
      boolean mappings = value.isObject() || (value.isArray() && value.path(0).isObject());
      JsonNode wrong = mappings ? JSON.getNodeFactory().textNode("zz") : object();
      set(mutant, path, wrong);
      if (kind.problems(mutant).isEmpty() || kind.accepts(mutant)) {
        disagreements.add(path + " = " + wrong + ", schema accepts: " + kind.accepts(mutant));
      }
    }

    assertThat(disagreements).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatTheSchemaWantsTheReaderWantsToo(Kind kind) {
    List<String> disagreements = new ArrayList<>();
    JsonNode everything = kind.everything();
    List<List<Object>> paths = new ArrayList<>();
    paths(everything, List.of(), paths);
    for (List<Object> path : paths) {
      JsonNode mutant = everything.deepCopy();
      if (at(mutant, path.subList(0, path.size() - 1)) instanceof ObjectNode parent) {
        parent.remove((String) path.getLast());
        if (!kind.accepts(mutant) && kind.problems(mutant).isEmpty()) {
          disagreements.add("without " + path);
        }
      }
    }

    assertThat(disagreements).isEmpty();
  }

  @Test
  void theSchemaHasAllThatMasksCanLookFor() {
    List<String> words = new ArrayList<>();
    Kind.POLICY
        .document
        .at("/$defs/mask/properties/detect/anyOf/0/anyOf/0/enum")
        .forEach(word -> words.add(word.asText()));

    assertThat(words).containsExactlyElementsOf(DetectWords.all());
  }

  static Stream<Path> files(String name) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(Path.of("..", "examples"))) {
      all.filter(file -> file.getFileName().toString().endsWith(name)).sorted().forEach(found::add);
    }
    return found.stream();
  }

  static Stream<Path> gateways() throws IOException {
    return files("gateway.yaml");
  }

  static Stream<Path> policies() throws IOException {
    return Stream.concat(files("policy.yaml"), files("platform.yaml"));
  }

  @ParameterizedTest
  @MethodSource
  void gateways(Path file) {
    assertThat(Kind.GATEWAY.schema.validate(yaml(file))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void policies(Path file) {
    assertThat(Kind.POLICY.schema.validate(yaml(file))).isEmpty();
  }

  @Test
  void thePoliciesOfTheScenariosFit() throws IOException {
    Path scenarios = Path.of("..", "gateway-policy", "src", "test", "resources", "scenarios");
    int seen = 0;
    try (Stream<Path> all = Files.walk(scenarios)) {
      for (Path file : all.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        JsonNode policy = yaml(file).path("given");
        if (policy.isObject() && Kind.POLICY.problems(policy).isEmpty()) {
          assertThat(Kind.POLICY.schema.validate(policy)).as("%s", file).isEmpty();
          seen++;
        }
      }
    }
    assertThat(seen).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void theReferenceHasTheSameKeys(Kind kind) throws IOException {
    Set<String> known = new TreeSet<>();
    for (Kind each : Kind.values()) {
      properties(each.document, known);
    }
    String reference = Files.readString(Path.of("..", "docs", "configuration.md"));
    String section =
        kind == Kind.POLICY
            ? between(reference, "## A policy file", "\n### ")
            : between(reference, "## gateway.yaml", "### Tokens that are bound")
                + between(reference, "`issuers[].introspection`:\n", "## What is kept across");

    assertThat(ReferenceKeys.of(section)).isNotEmpty().isSubsetOf(known);
  }

  @ParameterizedTest
  @EnumSource
  void theCommandPrintsTheSchemaOfTheJar(Kind kind) throws Exception {
    StringWriter out = new StringWriter();
    int code = Main.commandLine().setOut(new PrintWriter(out, true)).execute("schema", kind.word);

    assertThat(code).isZero();
    assertThat(JSON.readTree(out.toString())).isEqualTo(kind.document);
  }

  // Trees.

  private static void mappings(Kind kind, BiConsumer<String, JsonNode> action) {
    JsonNode everything = kind.everything();
    List<List<Object>> paths = new ArrayList<>();
    paths.add(List.of());
    paths(everything, List.of(), paths);
    for (List<Object> path : paths) {
      JsonNode mutant = everything.deepCopy();
      if (at(mutant, path) instanceof ObjectNode mapping && !ReferenceKeys.isFree(path)) {
        mapping.put("zz", 1);
        action.accept(path.toString(), mutant);
      }
    }
  }

  private static void paths(JsonNode node, List<Object> path, List<List<Object>> paths) {
    if (node.isObject()) {
      node.properties().forEach(each -> child(each.getValue(), path, each.getKey(), paths));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        if (node.get(i).isContainerNode()) {
          paths(node.get(i), append(path, i), paths);
        }
      }
      if (node.path(0).isObject() && !path.isEmpty()) {
        for (int i = 0; i < node.size(); i++) {
          paths.add(append(path, i));
        }
      }
    }
  }

  private static void child(
      JsonNode value, List<Object> path, Object key, List<List<Object>> paths) {
    paths.add(append(path, key));
    if (key.equals("schema") && path.contains("schemas")) {
      // A schema within: what may be in it is not for these two to say.
      return;
    }
    paths(value, append(path, key), paths);
  }

  private static List<Object> append(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  private static JsonNode at(JsonNode root, List<Object> path) {
    JsonNode node = root;
    for (Object step : path) {
      node = step instanceof Integer index ? node.path(index) : node.path((String) step);
    }
    return node;
  }

  private static void set(JsonNode root, List<Object> path, JsonNode value) {
    JsonNode parent = at(root, path.subList(0, path.size() - 1));
    if (path.getLast() instanceof Integer index) {
      ((ArrayNode) parent).set(index, value);
    } else {
      ((ObjectNode) parent).set((String) path.getLast(), value);
    }
  }

  private static ObjectNode object() {
    return JSON.createObjectNode().put("zz", 1);
  }

  /** The names of all keys that the document uses. */
  private static void collect(JsonNode node, Set<String> names) {
    node.properties().forEach(each -> names.add(each.getKey()));
    node.forEach(each -> collect(each, names));
  }

  /** The names of all properties that a schema describes. */
  private static void properties(JsonNode schema, Set<String> names) {
    for (Map.Entry<String, JsonNode> each : schema.properties()) {
      if (each.getKey().equals("properties")) {
        // One of them may be called so itself.
        each.getValue().properties().forEach(property -> names.add(property.getKey()));
        each.getValue().forEach(property -> properties(property, names));
      } else {
        properties(each.getValue(), names);
      }
    }
    if (schema.isArray()) {
      schema.forEach(each -> properties(each, names));
    }
  }

  private static String between(String text, String from, String to) {
    int start = text.indexOf(from);
    return text.substring(start, text.indexOf(to, start));
  }

  private static JsonNode yaml(Path file) {
    try {
      Object loaded =
          new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      return JSON.valueToTree(loaded);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
