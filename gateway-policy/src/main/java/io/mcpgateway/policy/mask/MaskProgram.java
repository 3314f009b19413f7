package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.detect.CustomDetector;
import io.mcpgateway.policy.detect.Detection;
import io.mcpgateway.policy.detect.Kind;
import io.mcpgateway.policy.model.FieldPath;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.Mask;
import io.mcpgateway.policy.model.MaskAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The masks that apply to one kind of message, put together once. Immutable. */
final class MaskProgram {
  /** Kinds that others look like come last: of two that find the same, the first has the say. */
  private static final List<Kind> WEAKEST = List.of(Kind.PHONE, Kind.API_KEY, Kind.PASSWORD);

  private static final int NONE = -1;

  private final BitSet chosen;
  private final List<Mask> masks;
  private final MaskDirection direction;
  private final Detection detection;
  private final List<String> detectorWords = new ArrayList<>();
  private final List<@Nullable Kind> detectorKinds = new ArrayList<>();

  private final List<byte[]> markers = new ArrayList<>();

  // Of each detector: the first rule that names it and is enforced, and the first that is observed.
  private final int[] enforced;
  private final int[] observed;

  private final @Nullable FieldNode fields;
  private final List<Integer> schemaRules = new ArrayList<>();
  private final boolean byMimeType;
  private final boolean bySubject;
  private final boolean byWords;

  /** Whether something is only observed. */
  private final boolean watches;

  /**
   * @param chosen which masks of the policy these are
   * @param custom the detectors that the policy brings along
   */
  MaskProgram(
      BitSet chosen, List<Mask> masks, List<CustomDetector> custom, MaskDirection direction) {
    this.chosen = chosen;
    this.masks = List.copyOf(masks);
    this.direction = direction;
    List<Kind> kinds =
        Arrays.stream(Kind.values())
            .filter(kind -> masks.stream().anyMatch(mask -> mask.kinds().contains(kind)))
            .sorted(Comparator.comparingInt(WEAKEST::indexOf))
            .toList();
    List<CustomDetector> own =
        custom.stream()
            .filter(each -> masks.stream().anyMatch(mask -> mask.custom().contains(each.name())))
            .toList();
    this.detection = new Detection(kinds, own);
    this.enforced = new int[kinds.size() + own.size()];
    this.observed = new int[enforced.length];
    for (Kind kind : kinds) {
      add(
          kind,
          kind.word(),
          first(mask -> mask.kinds().contains(kind), false),
          first(mask -> mask.kinds().contains(kind), true));
    }
    for (CustomDetector each : own) {
      add(
          null,
          each.name(),
          first(mask -> mask.custom().contains(each.name()), false),
          first(mask -> mask.custom().contains(each.name()), true));
    }
    List<List<FieldPath>> paths = this.masks.stream().map(Mask::fields).toList();
    this.fields =
        paths.stream().allMatch(List::isEmpty) ? null : FieldNode.of(FieldNode.paths(paths));
    for (int rule = 0; rule < masks.size(); rule++) {
      if (!masks.get(rule).schema().isEmpty()) {
        schemaRules.add(rule);
      }
    }
    this.byMimeType = masks.stream().anyMatch(mask -> !mask.mimeTypes().isEmpty());
    this.bySubject = masks.stream().anyMatch(mask -> !mask.appliesTo().isEmpty());
    this.byWords = !own.isEmpty();
    this.watches = Arrays.stream(observed).anyMatch(rule -> rule != NONE);
  }

  private void add(@Nullable Kind kind, String word, int enforcedRule, int observedRule) {
    int detector = detectorWords.size();
    detectorKinds.add(kind);
    detectorWords.add(word);
    markers.add(Replacement.marker(word).getBytes(StandardCharsets.UTF_8));
    enforced[detector] = enforcedRule;
    observed[detector] = observedRule;
  }

  private int first(java.util.function.Predicate<Mask> names, boolean asObserved) {
    for (int rule = 0; rule < masks.size(); rule++) {
      if (names.test(masks.get(rule)) && isObserved(rule) == asObserved) {
        return rule;
      }
    }
    return NONE;
  }

  boolean isEmpty() {
    return masks.isEmpty();
  }

  int size() {
    return masks.size();
  }

  /** Which masks of the policy these are. Nobody changes it. */
  BitSet chosen() {
    return chosen;
  }

  String name(int rule) {
    return masks.get(rule).name();
  }

  /** Whether a rule is only watched. */
  boolean isObserved(int rule) {
    return direction.observes(masks.get(rule));
  }

  MaskAction action(int rule) {
    return direction.action(masks.get(rule));
  }

  Detection detection() {
    return detection;
  }

  /** The rule that says what becomes of what a detector finds, or −1 if none does. */
  int enforced(int detector) {
    return enforced[detector];
  }

  /** A rule that only watches what a detector finds, or −1. */
  int observed(int detector) {
    return observed[detector];
  }

  /** The kind that a detector looks for; null if the policy brought it along. */
  @Nullable Kind kind(int detector) {
    return detectorKinds.get(detector);
  }

  /** How policies name what a detector looks for. */
  String word(int detector) {
    return detectorWords.get(detector);
  }

  /** What stands for what a detector finds and the mask redacts. Nobody changes it. */
  byte[] marker(int detector) {
    return markers.get(detector);
  }

  /**
   * Whether it is one of those markers, and the same is found in it each time, without a note: it
   * is no JSON, and no rule only watches.
   */
  @SuppressWarnings("ReferenceEquality") // They are made once.
  boolean isMarker(byte[] text) {
    for (int i = 0; i < markers.size() && !watches; i++) {
      if (markers.get(i) == text) {
        return detectorKinds.get(i) != null;
      }
    }
    return false;
  }

  @Nullable FieldNode fields() {
    return fields;
  }

  boolean hasSchemaRules() {
    return !schemaRules.isEmpty();
  }

  /** The rules that select by schemas and concern a value that is declared like this. */
  List<Integer> rules(SchemaNode schema, String name) {
    List<Integer> concerned = List.of();
    for (int rule : schemaRules) {
      if (concerns(masks.get(rule), schema, name)) {
        concerned = concerned.isEmpty() ? new ArrayList<>() : concerned;
        concerned.add(rule);
      }
    }
    return concerned;
  }

  private static boolean concerns(Mask mask, SchemaNode schema, String name) {
    if (schema.isDeclared() && matches(mask.schema().properties(), name)) {
      return true;
    }
    for (String format : schema.formats()) {
      if (mask.schema().formats().contains(format)) {
        return true;
      }
    }
    for (String label : schema.labels()) {
      if (matches(mask.schema().labels(), label)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(List<Glob> globs, String name) {
    for (Glob glob : globs) {
      if (glob.matches(name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether some rules concern content of some types only. */
  boolean isByMimeType() {
    return byMimeType;
  }

  /** Whether some rules concern some tools, resources or prompts only. */
  boolean isBySubject() {
    return bySubject;
  }

  /** Whether something may be found in words of letters alone. */
  boolean isByWords() {
    return byWords;
  }

  /** Which of the rules concern content of a type. */
  BitSet ofType(String mimeType) {
    BitSet concerned = new BitSet();
    for (int rule = 0, mask = chosen.nextSetBit(0);
        mask >= 0;
        rule++, mask = chosen.nextSetBit(mask + 1)) {
      List<Glob> types = masks.get(rule).mimeTypes();
      concerned.set(mask, types.isEmpty() || matches(types, mimeType));
    }
    return concerned;
  }
}
