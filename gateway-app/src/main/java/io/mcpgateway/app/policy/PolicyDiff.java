package io.mcpgateway.app.policy;

import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.access.Question.Subject;
import io.mcpgateway.policy.model.Ask;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.Mask;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.Rule;
import io.mcpgateway.policy.model.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What differs between two policies: what is written, and what is decided for some callers and some
 * things.
 *
 * @param written one line for each role, rule and setting that differs
 * @param decided each caller and thing for which the decision differs
 * @param asked how many questions were compared
 * @param complete whether these were all that there are
 */
public record PolicyDiff(List<String> written, List<Change> decided, int asked, boolean complete) {
  /** Callers that are made up have no more roles than two, and there are not more of them. */
  private static final int MAX_PAIRS = 200;

  private static final int MAX_SUBJECTS = 2000;
  private static final int MAX_QUESTIONS = 250_000;

  public PolicyDiff {
    written = List.copyOf(written);
    decided = List.copyOf(decided);
  }

  /** Something that is decided differently. */
  public record Change(String principal, String subject, Cell was, Cell is) {
    /** Whether the effect differs, not only the rule or what is observed. */
    public boolean ofEffect() {
      return was.effect() != is.effect();
    }
  }

  public boolean isEmpty() {
    return written.isEmpty() && decided.isEmpty();
  }

  /** Compares all that is written, and what is decided about {@code columns}. */
  public static PolicyDiff of(
      RuledRoute was,
      RuledRoute is,
      Map<String, Principal> callers,
      List<Matrix.Column> columns,
      Instant now) {
    List<Change> changes = new ArrayList<>();
    int asked = 0;
    for (Map.Entry<String, Principal> caller : callers.entrySet()) {
      if (asked + columns.size() > MAX_QUESTIONS) {
        return new PolicyDiff(written(was.spec(), is.spec()), changes, asked, false);
      }
      for (Matrix.Column column : columns) {
        Cell before = Cell.of(was, caller.getValue(), column.subject(), column.tool(), now);
        Cell after = Cell.of(is, caller.getValue(), column.subject(), column.tool(), now);
        if (!before.equals(after)) {
          changes.add(new Change(caller.getKey(), column.name(), before, after));
        }
      }
      asked += columns.size();
    }
    return new PolicyDiff(written(was.spec(), is.spec()), changes, asked, true);
  }

  /** Callers made up from the roles of both: nobody, each role alone, and pairs of them. */
  public static Map<String, Principal> callers(PolicySpec was, PolicySpec is) {
    Set<String> names = new TreeSet<>(was.roles().keySet());
    names.addAll(is.roles().keySet());
    names.remove(PolicySpec.ANYONE);
    List<String> roles = List.copyOf(names);
    Map<String, Principal> callers = new LinkedHashMap<>();
    callers.put("anonymous", new Principal.Anonymous());
    callers.put("somebody without roles", with(Set.of()));
    roles.forEach(role -> callers.put(role, with(Set.of(role))));
    int pairs = 0;
    for (int one = 0; one < roles.size() && pairs < MAX_PAIRS; one++) {
      for (int two = one + 1; two < roles.size() && pairs < MAX_PAIRS; two++, pairs++) {
        callers.put(
            roles.get(one) + "+" + roles.get(two), with(Set.of(roles.get(one), roles.get(two))));
      }
    }
    return callers;
  }

  private static Principal with(Set<String> roles) {
    return Principal.Authenticated.of(Principals.SOME_ISSUER, "somebody", roles);
  }

  /** Every name in either policy, and a sample of what each pattern stands for. */
  public static List<Matrix.Column> columns(PolicySpec was, PolicySpec is) {
    Set<Subject> subjects = new LinkedHashSet<>();
    for (PolicySpec spec : List.of(was, is)) {
      spec.roles().values().forEach(role -> add(role.permits(), subjects));
      spec.rules().forEach(rule -> add(rule.concerns(), subjects));
      spec.scopes().rules().forEach(rule -> add(rule.concerns(), subjects));
      spec.risk()
          .tools()
          .values()
          .forEach(globs -> globs.forEach(glob -> subjects.add(use(Primitive.TOOL, glob))));
    }
    for (Ask ask : Ask.values()) {
      subjects.add(new Subject.Answer(ask));
    }
    return subjects.stream().limit(MAX_SUBJECTS).map(Matrix.Column::of).toList();
  }

  private static void add(Selection selection, Set<Subject> subjects) {
    for (Primitive primitive : Primitive.values()) {
      selection.of(primitive).forEach(glob -> subjects.add(use(primitive, glob)));
    }
    for (Glob method : selection.methods()) {
      String sample = sample(method);
      subjects.add(new Subject.Method(sample, CallReader.known(sample) != null));
    }
  }

  private static Subject use(Primitive primitive, Glob glob) {
    return new Subject.Use(primitive, sample(glob));
  }

  /** Something that the pattern matches, and that nobody has a name for. */
  private static String sample(Glob glob) {
    return glob.pattern().equals("**")
        ? "any:thing"
        : glob.pattern().replace("**", "*").replace("*", "something");
  }

  // What is written.

  private static List<String> written(PolicySpec was, PolicySpec is) {
    List<String> lines = new ArrayList<>();
    if (was.mode() != is.mode()) {
      lines.add("mode: " + SpecWords.word(was.mode()) + " -> " + SpecWords.word(is.mode()));
    }
    if (!was.risk().equals(is.risk())) {
      lines.add("risk: " + was.risk() + " -> " + is.risk());
    }
    differences("role", was.roles(), is.roles(), SpecWords::of, lines);
    differences(
        "rule",
        named(was.rules(), Rule::name),
        named(is.rules(), Rule::name),
        SpecWords::of,
        lines);
    order("rules", was.rules(), is.rules(), Rule::name, lines);
    if (!was.scopes().equals(is.scopes())) {
      lines.add("scopes: changed");
    }
    if (was.onUnmaskable() != is.onUnmaskable()) {
      lines.add(
          "on-unmaskable: "
              + SpecWords.word(was.onUnmaskable())
              + " -> "
              + SpecWords.word(is.onUnmaskable()));
    }
    differences(
        "detector",
        named(was.detectors(), detector -> detector.name()),
        named(is.detectors(), detector -> detector.name()),
        SpecWords::of,
        lines);
    differences(
        "mask",
        named(was.masks(), Mask::name),
        named(is.masks(), Mask::name),
        SpecWords::of,
        lines);
    order("masks", was.masks(), is.masks(), Mask::name, lines);
    differences(
        "limit",
        named(was.limits(), limit -> limit.name()),
        named(is.limits(), limit -> limit.name()),
        Object::toString,
        lines);
    return lines;
  }

  private static <T> void order(
      String kind, List<T> was, List<T> is, Function<T, String> name, List<String> lines) {
    List<String> before = was.stream().map(name).toList();
    List<String> after = is.stream().map(name).toList();
    if (!before.equals(after) && new TreeSet<>(before).equals(new TreeSet<>(after))) {
      lines.add(kind + ": in another order");
    }
  }

  private static <T> Map<String, T> named(List<T> all, Function<T, String> name) {
    Map<String, T> named = new LinkedHashMap<>();
    all.forEach(each -> named.put(name.apply(each), each));
    return named;
  }

  private static <T> void differences(
      String kind,
      Map<String, T> was,
      Map<String, T> is,
      Function<T, String> words,
      List<String> lines) {
    new TreeMap<>(was)
        .forEach(
            (name, before) -> {
              T after = is.get(name);
              if (after == null) {
                lines.add("- " + kind + " " + name + ": " + words.apply(before));
              } else if (!words.apply(before).equals(words.apply(after))) {
                lines.add("- " + kind + " " + name + ": " + words.apply(before));
                lines.add("+ " + kind + " " + name + ": " + words.apply(after));
              }
            });
    new TreeMap<>(is)
        .forEach(
            (name, after) -> {
              if (!was.containsKey(name)) {
                lines.add("+ " + kind + " " + name + ": " + words.apply(after));
              }
            });
  }
}
