package io.mcpgateway.policy.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.condition.Vocabulary;
import io.mcpgateway.policy.detect.CustomDetector;
import io.mcpgateway.policy.detect.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Reads what a policy says of masks, noting every problem. Used once, by one thread. */
final class MaskReader {
  private static final Duration EXPIRES_IN = Duration.ofHours(24);
  private static final Duration MIN_EXPIRES_IN = Duration.ofMinutes(1);
  private static final Duration MAX_EXPIRES_IN = Duration.ofDays(365);

  private final YamlMap root;
  private final Function<YamlMap, RoleScope> scope;
  private final Set<String> custom = new LinkedHashSet<>();

  /**
   * @param scope reads whom a mask applies to
   */
  MaskReader(YamlMap root, Function<YamlMap, RoleScope> scope) {
    this.root = root;
    this.scope = scope;
  }

  MaskRules read() {
    Unmaskable unmaskable = root.oneOf("on-unmaskable", Unmaskable.class, Unmaskable.BLOCK);
    List<CustomDetector> detectors = DetectorReader.read(root);
    detectors.forEach(detector -> custom.add(detector.name()));
    return new MaskRules(detectors, PolicyReader.named(root, "masks", this::mask), unmaskable);
  }

  private Mask mask(YamlMap map) {
    List<String> detect = PolicyReader.each(map, "detect", this::detectWord);
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    detect.forEach(word -> kinds.addAll(DetectWords.kinds(word)));
    Mask mask =
        new Mask(
            map.string("name", ""),
            kinds,
            detect.stream().filter(word -> !DetectWords.isOne(word)).distinct().toList(),
            PolicyReader.each(map, "fields", FieldPath::of),
            schema(map),
            PolicyReader.selection(map),
            PolicyReader.each(map, "upstreams", Glob::ofName),
            PolicyReader.each(map, "mime-types", MaskReader::mimeType),
            scope.apply(map),
            ConditionReader.condition(map, "when", Vocabulary.CALLER),
            action(map),
            map.oneOf("results", Mask.Results.class, Mask.Results.MASK),
            map.oneOf("arguments", Mask.Arguments.class, Mask.Arguments.OFF));
    check(map, mask);
    return mask;
  }

  private String detectWord(String word) {
    if (!DetectWords.isOne(word) && !custom.contains(word)) {
      throw new IllegalArgumentException(
          "one of "
              + String.join(", ", DetectWords.all())
              + (custom.isEmpty()
                  ? "; this policy has no detectors"
                  : ", or a detector of this policy: " + String.join(", ", custom)));
    }
    return word;
  }

  private static SchemaSelector schema(YamlMap mask) {
    YamlMap map = mask.map("schema");
    if (map == null) {
      return SchemaSelector.NONE;
    }
    SchemaSelector selector =
        new SchemaSelector(
            new HashSet<>(PolicyReader.each(map, "formats", MaskReader::format)),
            PolicyReader.each(map, "properties", Glob::ofName),
            PolicyReader.each(map, "x-mask", Glob::ofName));
    if (!map.has("formats") && !map.has("properties") && !map.has("x-mask")) {
      mask.problem("schema", "what definitions say: formats, properties or x-mask");
    }
    map.finish();
    return selector;
  }

  private static String format(String format) {
    if (!PolicyReader.isName(format)) {
      throw new IllegalArgumentException("a format of JSON Schema, such as email or date");
    }
    return format;
  }

  /** Types are compared in lower case. */
  private static Glob mimeType(String type) {
    int slash = type.indexOf('/');
    boolean signs =
        type.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "*/!#$&-^_.+".indexOf(c) >= 0);
    if (slash < 1 || slash != type.lastIndexOf('/') || slash == type.length() - 1 || !signs) {
      throw new IllegalArgumentException(
          "a MIME type without parameters, * for any run, such as text/* or application/json");
    }
    return Glob.ofName(type.toLowerCase(Locale.ROOT));
  }

  private static MaskAction action(YamlMap map) {
    JsonNode written = map.tree("action");
    if (written == null || written.isNull()) {
      // In YAML, null needs no quotes.
      return written == null ? new MaskAction.Redact() : new MaskAction.Nullify();
    }
    String word = map.string("action", "redact");
    return switch (word) {
      case "redact" -> new MaskAction.Redact();
      case "hash" -> new MaskAction.Hash();
      case "tokenize" -> tokenize(map);
      case "generalize" -> new MaskAction.Generalize();
      case "drop" -> new MaskAction.Drop();
      case "null", "nullify" -> new MaskAction.Nullify();
      case "block" -> new MaskAction.Block();
      default -> keep(map, word);
    };
  }

  private static MaskAction keep(YamlMap map, String word) {
    int last = count(word, "keep-last-");
    int first = count(word, "keep-first-");
    if (last > 0) {
      return new MaskAction.KeepLast(last);
    }
    if (first > 0) {
      return new MaskAction.KeepFirst(first);
    }
    map.problem(
        "action",
        "redact, keep-last-N, keep-first-N (N from 1 to "
            + MaskAction.MAX_KEPT
            + "), hash, tokenize, generalize, drop, null or block");
    return new MaskAction.Redact();
  }

  /** What follows {@code prefix}; 0 if that is no number of characters to keep. */
  private static int count(String word, String prefix) {
    for (int count = 1; count <= MaskAction.MAX_KEPT; count++) {
      if (word.equals(prefix + count)) {
        return count;
      }
    }
    return 0;
  }

  private static MaskAction tokenize(YamlMap map) {
    Duration expiresIn = map.duration("expires-in", EXPIRES_IN);
    if (expiresIn.compareTo(MIN_EXPIRES_IN) < 0 || expiresIn.compareTo(MAX_EXPIRES_IN) > 0) {
      map.problem("expires-in", "a duration from 1m to 365d");
    }
    return new MaskAction.Tokenize(PolicyReader.each(map, "restore-in", Glob::ofName), expiresIn);
  }

  /** What does not go together. */
  private static void check(YamlMap map, Mask mask) {
    if (map.strings("detect").isEmpty() && map.strings("fields").isEmpty() && !map.has("schema")) {
      map.problem("fields", "what to mask: detect, fields or schema");
    }
    if (map.has("detect") && !map.strings("detect").isEmpty()) {
      checkDetected(map, mask);
    }
    if (!(mask.action() instanceof MaskAction.Tokenize)) {
      for (String key : List.of("restore-in", "expires-in")) {
        if (map.has(key)) {
          map.problem(key, "no such key beside another action than tokenize");
        }
      }
    }
    if (mask.results() == Mask.Results.OFF && mask.arguments() == Mask.Arguments.OFF) {
      map.problem("results", "mask or observe, unless arguments are looked at");
    }
    if (map.has("mime-types") && mask.arguments() != Mask.Arguments.OFF) {
      map.problem("mime-types", "no types beside arguments, which have none");
    }
  }

  private static void checkDetected(YamlMap map, Mask mask) {
    switch (mask.action()) {
      case MaskAction.Drop(), MaskAction.Nullify() ->
          map.problem(
              "action",
              "another action for what is detected inside of values; drop and null are for fields"
                  + " and schema");
      case MaskAction.Generalize() -> {
        if (!mask.kinds().equals(Set.of(Kind.DATE_OF_BIRTH)) || !mask.custom().isEmpty()) {
          map.problem(
              "action",
              "another action for what is detected inside of values; of that, only date-of-birth"
                  + " can be generalized");
        }
      }
      case MaskAction.Redact(),
          MaskAction.KeepLast(_),
          MaskAction.KeepFirst(_),
          MaskAction.Hash(),
          MaskAction.Tokenize(_, _),
          MaskAction.Block() -> {}
    }
  }
}
