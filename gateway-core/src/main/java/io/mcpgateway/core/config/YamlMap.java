package io.mcpgateway.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of a YAML file, read key by key. A wrong or missing value is noted as a {@link
 * Problem} and a stand-in is returned, so that reading goes on; whoever reads checks {@link
 * Problems#isEmpty} before using anything. {@link #finish} notes the keys nobody asked for.
 */
public final class YamlMap {
  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(B|KiB|MiB|GiB)");

  private final Source source;
  private final String path;
  private final int line;
  private final Map<String, Node> members;
  private final Set<String> known = new LinkedHashSet<>();

  /** Keys of which only references are shown, even if a secret stands there that should not. */
  private final Set<String> secret = new HashSet<>();

  /** What all maps of one file share. */
  private record Source(
      String file, Problems problems, Function<String, @Nullable String> references) {}

  private YamlMap(Source source, String path, int line, Map<String, Node> members) {
    this.source = source;
    this.path = path;
    this.line = line;
    this.members = members;
  }

  /**
   * Reads a file's text; what is not YAML, or not a mapping, is a problem and gives an empty map.
   *
   * @param file the name to show in problems
   * @param references resolves what stands in <code>${…}</code>, for example {@code env:TOKEN}, or
   *     answers null if there is no such thing
   */
  public static YamlMap parse(
      String file, String text, Problems problems, Function<String, @Nullable String> references) {
    Source source = new Source(file, problems, references);
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(20)
            .setCodePointLimit(MAX_BYTES)
            .build();
    try {
      Node root = new Compose(settings).composeString(text).orElse(null);
      if (root instanceof MappingNode mapping) {
        return of(source, "", mapping);
      }
      problems.add(new Problem(file, 1, "", "", "a YAML mapping"));
    } catch (MarkedYamlEngineException malformed) {
      int at = malformed.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      problems.add(new Problem(file, at, "", malformed.getProblem(), "valid YAML"));
    } catch (YamlEngineException malformed) {
      problems.add(new Problem(file, 1, "", String.valueOf(malformed.getMessage()), "valid YAML"));
    }
    return new YamlMap(source, "", 1, Map.of());
  }

  private static YamlMap of(Source source, String path, MappingNode mapping) {
    Map<String, Node> members = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        if (members.put(key.getValue(), tuple.getValueNode()) != null) {
          source.problems.add(
              new Problem(
                  source.file,
                  lineOf(key),
                  path.isEmpty() ? key.getValue() : path + "." + key.getValue(),
                  "",
                  "each key once"));
        }
      } else {
        source.problems.add(
            new Problem(source.file, lineOf(tuple.getKeyNode()), path, "", "plain keys"));
      }
    }
    return new YamlMap(source, path, lineOf(mapping), members);
  }

  // What is there.

  /** The path of keys that leads here; empty for the whole file. */
  public String path() {
    return path;
  }

  public int line() {
    return line;
  }

  public String file() {
    return source.file;
  }

  public boolean has(String key) {
    known.add(key);
    return members.containsKey(key);
  }

  /** The line of {@code key}, or of this map if there is no such key. */
  public int line(String key) {
    Node node = members.get(key);
    return node == null ? line : lineOf(node);
  }

  /** The line of an element of the list at {@code key}, or of the key if it is none. */
  public int line(String key, int index) {
    return members.get(key) instanceof SequenceNode sequence && index < sequence.getValue().size()
        ? lineOf(sequence.getValue().get(index))
        : line(key);
  }

  /** The keys, in the order of the file; for maps whose keys are names. */
  public List<String> keys() {
    known.addAll(members.keySet());
    return List.copyOf(members.keySet());
  }

  // Values. Those with a fallback are optional.

  public String string(String key) {
    ScalarNode scalar = required(key);
    return scalar == null ? "" : resolve(key, scalar);
  }

  public @Nullable String optionalString(String key) {
    ScalarNode scalar = scalar(key);
    return scalar == null ? null : resolve(key, scalar);
  }

  public String string(String key, String fallback) {
    String value = optionalString(key);
    return value == null ? fallback : value;
  }

  /** The text of the file whose path stands here, or null if the key is missing. */
  public @Nullable String optionalFile(String key) {
    String file = optionalString(key);
    String text = file == null ? null : source.references.apply("file:" + file);
    if (file != null && (text == null || text.isBlank())) {
      problem(key, "a file that can be read and is not empty");
    }
    return text;
  }

  /**
   * A value that no file may hold: it has to be, or contain, a reference. Never shown in a problem.
   */
  public String secret(String key) {
    secret.add(key);
    ScalarNode scalar = required(key);
    return scalar == null ? "" : secret(key, scalar);
  }

  /** A list of secrets; a single one counts as a list of one; empty if the key is missing. */
  public List<String> secrets(String key) {
    known.add(key);
    secret.add(key);
    Node node = members.get(key);
    List<Node> elements =
        node instanceof SequenceNode sequence
            ? sequence.getValue()
            : node == null ? List.of() : List.of(node);
    List<String> values = new ArrayList<>();
    for (Node element : elements) {
      if (element instanceof ScalarNode scalar) {
        values.add(secret(key, scalar));
      } else {
        problem(key, "a list of secrets");
      }
    }
    return values;
  }

  private String secret(String key, ScalarNode scalar) {
    if (!REFERENCE.matcher(scalar.getValue()).find()) {
      source.problems.add(
          new Problem(
              source.file,
              line(key),
              child(key),
              "***",
              "a secret by reference: ${env:NAME} or ${file:PATH}"));
    }
    int before = source.problems.all().size();
    String value = resolve(key, scalar);
    if (value.isBlank() && source.problems.all().size() == before) {
      // A file that is being written, or a variable that nobody set: never a secret by intention.
      problem(key, "a secret that is not empty");
    }
    return value;
  }

  public boolean flag(String key, boolean fallback) {
    ScalarNode scalar = scalar(key);
    if (scalar == null) {
      return fallback;
    }
    return switch (scalar.getValue()) {
      case "true" -> true;
      case "false" -> false;
      default -> {
        problem(key, "true or false");
        yield fallback;
      }
    };
  }

  public int integer(String key, int min, int max, int fallback) {
    ScalarNode scalar = scalar(key);
    if (scalar == null) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(scalar.getValue());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Reported below, like a number that is out of range.
    }
    problem(key, "a number from " + min + " to " + max);
    return fallback;
  }

  /** A duration such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}; longer than zero. */
  public Duration duration(String key, Duration fallback) {
    ScalarNode scalar = scalar(key);
    if (scalar == null) {
      return fallback;
    }
    Matcher matcher = DURATION.matcher(scalar.getValue());
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      Duration value =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
          };
      if (value.isPositive()) {
        return value;
      }
    }
    problem(key, "a duration such as 500ms, 30s or 5m, longer than zero");
    return fallback;
  }

  /** A size in bytes, such as {@code 512KiB} or {@code 4MiB}; at least 1, at most 1 GiB. */
  public int size(String key, int fallback) {
    return (int) size(key, fallback, 1, "1GiB");
  }

  /** The same, for what lies on disk; at most 1 PiB. */
  public long bytes(String key, long fallback) {
    return size(key, fallback, 1 << 20, "1048576GiB");
  }

  private long size(String key, long fallback, long maxGibibytes, String max) {
    ScalarNode scalar = scalar(key);
    if (scalar == null) {
      return fallback;
    }
    Matcher matcher = SIZE.matcher(scalar.getValue());
    if (matcher.matches()) {
      int shift =
          switch (matcher.group(2)) {
            case "B" -> 0;
            case "KiB" -> 10;
            case "MiB" -> 20;
            default -> 30;
          };
      long value = Long.parseLong(matcher.group(1));
      if (value >= 1 && value <= (maxGibibytes << 30) >> shift) {
        return value << shift;
      }
    }
    problem(key, "a size such as 64KiB or 4MiB, at most " + max);
    return fallback;
  }

  /** An absolute {@code http} or {@code https} URL without user info, query or fragment. */
  public URI url(String key) {
    return url(key, string(key));
  }

  public @Nullable URI optionalUrl(String key) {
    return has(key) ? url(key) : null;
  }

  private URI url(String key, String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      // Reported below, like a URL of another kind.
    }
    if (members.containsKey(key) && !text.isEmpty()) {
      problem(key, "an http or https URL without user, query and fragment");
    }
    return URI.create("http://invalid.invalid/");
  }

  /** One of the constants, written in kebab-case. */
  public <E extends Enum<E>> E oneOf(String key, Class<E> type, E fallback) {
    ScalarNode scalar = scalar(key);
    if (scalar == null) {
      return fallback;
    }
    for (E constant : type.getEnumConstants()) {
      if (kebab(constant).equals(scalar.getValue())) {
        return constant;
      }
    }
    problem(
        key,
        "one of "
            + Arrays.stream(type.getEnumConstants())
                .map(YamlMap::kebab)
                .collect(Collectors.joining(", ")));
    return fallback;
  }

  /** A list of strings; a single string counts as a list of one; empty if the key is missing. */
  public List<String> strings(String key) {
    known.add(key);
    Node node = members.get(key);
    List<String> values = new ArrayList<>();
    switch (node) {
      case null -> {}
      case ScalarNode scalar -> values.add(resolve(key, scalar));
      case SequenceNode sequence -> {
        for (Node element : sequence.getValue()) {
          if (element instanceof ScalarNode scalar) {
            values.add(resolve(key, scalar));
          } else {
            problem(key, "a list of strings");
          }
        }
      }
      default -> problem(key, "a list of strings");
    }
    return values;
  }

  /**
   * A value of any type, as YAML's core schema reads it: {@code String} (with references resolved),
   * {@code Long}, {@code Boolean}, a {@code List} of these, or null if it is missing or anything
   * else, which is noted.
   */
  public @Nullable Object value(String key) {
    known.add(key);
    Node node = members.get(key);
    return switch (node) {
      case null -> null;
      case ScalarNode scalar -> scalarValue(key, scalar);
      case SequenceNode sequence -> {
        List<Object> values = new ArrayList<>();
        for (Node element : sequence.getValue()) {
          Object value = element instanceof ScalarNode scalar ? scalarValue(key, scalar) : null;
          if (value != null) {
            values.add(value);
          } else if (!(element instanceof ScalarNode)) {
            problem(key, "a list of single values");
          }
        }
        yield values;
      }
      default -> {
        problem(key, "a single value or a list");
        yield null;
      }
    };
  }

  private @Nullable Object scalarValue(String key, ScalarNode scalar) {
    String text = scalar.getValue();
    if (scalar.getTag().equals(Tag.BOOL)) {
      return Boolean.valueOf(text);
    }
    if (scalar.getTag().equals(Tag.INT)) {
      try {
        return Long.valueOf(text);
      } catch (NumberFormatException larger) {
        problem(key, "a whole number of up to 64 bits");
        return null;
      }
    }
    if (scalar.getTag().equals(Tag.STR)) {
      return resolve(key, scalar);
    }
    problem(key, "a text, a whole number, true or false");
    return null;
  }

  /** A nested map, or null if the key is missing. */
  public @Nullable YamlMap map(String key) {
    known.add(key);
    Node node = members.get(key);
    if (node instanceof MappingNode mapping) {
      return of(source, child(key), mapping);
    }
    if (node != null) {
      problem(key, "a mapping");
    }
    return null;
  }

  /** A list of maps; empty if the key is missing. */
  public List<YamlMap> maps(String key) {
    known.add(key);
    Node node = members.get(key);
    List<YamlMap> maps = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      for (Node element : sequence.getValue()) {
        if (element instanceof MappingNode mapping) {
          maps.add(of(source, child(key) + "[" + maps.size() + "]", mapping));
        } else {
          problem(key, "a list of mappings");
        }
      }
    } else if (node != null) {
      problem(key, "a list of mappings");
    }
    return maps;
  }

  /**
   * Whatever stands here, as the JSON that it means, or null if the key is missing. References are
   * left as they are written.
   */
  public @Nullable JsonNode tree(String key) {
    known.add(key);
    Node node = members.get(key);
    if (node == null) {
      return null;
    }
    try {
      return new YamlTree().of(node);
    } catch (IllegalArgumentException notJson) {
      problem(key, String.valueOf(notJson.getMessage()));
      return null;
    }
  }

  // Problems.

  /** Notes that the value of {@code key} is not what was expected. */
  public void problem(String key, String expected) {
    Node node = members.get(key);
    String value = node == null ? "" : secret.contains(key) ? masked(node) : shown(node);
    source.problems.add(new Problem(source.file, line(key), child(key), value, expected));
  }

  /** The same for a value that may be a secret, and is not shown. */
  public void hiddenProblem(String key, String expected) {
    source.problems.add(
        new Problem(source.file, line(key), child(key), has(key) ? "***" : "", expected));
  }

  /** Notes that an element of the list at {@code key} is not what was expected. */
  public void problem(String key, int index, String expected) {
    Node node = members.get(key);
    if (node instanceof SequenceNode sequence && index < sequence.getValue().size()) {
      Node element = sequence.getValue().get(index);
      source.problems.add(
          new Problem(
              source.file,
              lineOf(element),
              child(key) + "[" + index + "]",
              shown(element),
              expected));
    } else {
      problem(key, expected);
    }
  }

  /** Notes every key that has not been asked for. */
  public void finish() {
    for (String key : members.keySet()) {
      if (!known.contains(key)) {
        source.problems.add(
            new Problem(
                source.file,
                line(key),
                child(key),
                "unknown key",
                known.isEmpty() ? "no keys" : "one of " + String.join(", ", known)));
      }
    }
  }

  private @Nullable ScalarNode required(String key) {
    known.add(key);
    if (!members.containsKey(key)) {
      source.problems.add(
          new Problem(source.file, line, child(key), "missing", "a value for this key"));
      return null;
    }
    return scalar(key);
  }

  private @Nullable ScalarNode scalar(String key) {
    known.add(key);
    Node node = members.get(key);
    if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      return scalar;
    }
    if (node != null) {
      problem(key, "a single value");
    }
    return null;
  }

  private String resolve(String key, ScalarNode scalar) {
    Matcher matcher = REFERENCE.matcher(scalar.getValue());
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      String value = source.references.apply(matcher.group(1));
      if (value == null) {
        problem(key, "a reference that can be read: ${env:NAME} or ${file:PATH}");
        value = "";
      }
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(resolved).toString();
  }

  private String child(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The value as it is written: references are shown unresolved, so no secret appears. */
  private static String shown(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      return node instanceof SequenceNode ? "a list" : "a mapping";
    }
    String value = scalar.getValue();
    return '"' + (value.length() > 80 ? value.substring(0, 80) + "…" : value) + '"';
  }

  private static String masked(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      return shown(node);
    }
    String references =
        REFERENCE
            .matcher(scalar.getValue())
            .results()
            .map(MatchResult::group)
            .collect(Collectors.joining(" "));
    return references.isEmpty() ? "***" : '"' + references + '"';
  }

  private static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
