package io.mcpgateway.app.policy;

import io.mcpgateway.app.policy.RuledRoute.Ruling;
import io.mcpgateway.app.policy.Worlds.Verdict;
import io.mcpgateway.policy.condition.Variable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks a policy what it makes of recorded exchanges, and counts what would be different. What a
 * record does not say is never guessed. Memory is bounded, however many records there are.
 */
public final class Replay {
  private static final int MAX_GROUPS = 10_000;
  private static final int MAX_STRANGERS = 100;

  private final Function<String, @Nullable RuledRoute> routes;
  private final Map<String, Map<Recorded.Said, Worlds>> worlds = new HashMap<>();
  private final Map<Difference, long[]> groups = new LinkedHashMap<>();
  private final Map<String, Long> strangers = new TreeMap<>();
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private long same;
  private long elsewhere;

  /** What kind of difference it is, the worst first. */
  public enum Kind {
    NOW_DENIED("permitted, would be denied", "now-denied"),
    NOW_PERMITTED("denied, would be permitted", "now-permitted"),
    OBSERVED("the same, with other observations", "observed"),
    ANOTHER_RULE("the same, by another rule", "another-rule"),
    DEPENDS("depends on what records do not say", "depends");

    private final String words;
    private final String member;

    Kind(String words, String member) {
      this.words = words;
      this.member = member;
    }

    /** For people. */
    public String words() {
      return words;
    }

    /** For programs. */
    public String member() {
      return member;
    }

    /** Whether something would be, or be recorded as, different for sure. */
    public boolean matters() {
      return this != ANOTHER_RULE && this != DEPENDS;
    }
  }

  /** What many records have in common. */
  public record Difference(
      Kind kind, String route, String who, String target, String was, String wouldBe) {}

  /** How many of them there are. */
  public record Group(Difference difference, long count) {}

  /**
   * @param routes by path; null for one that there is not
   */
  public Replay(Function<String, @Nullable RuledRoute> routes) {
    this.routes = routes;
  }

  public void add(Recorded recorded) {
    RuledRoute route = routes.apply(recorded.route());
    if (route == null) {
      elsewhere++;
      if (strangers.size() < MAX_STRANGERS || strangers.containsKey(recorded.route())) {
        strangers.merge(recorded.route(), 1L, Long::sum);
      }
      return;
    }
    Verdict verdict =
        worlds
            .computeIfAbsent(route.path(), _ -> new HashMap<>())
            .computeIfAbsent(recorded.said(), said -> new Worlds(route, unsaid(said)))
            .judge(recorded);
    Ruling now = verdict.ruling();
    String wouldBe = Explanations.words(now.enforced());
    String observed = verdict.observed() ? now.observed() : recorded.observed();
    if (verdict.dependsOn() != null) {
      count(Kind.DEPENDS, recorded, "depends on " + verdict.dependsOn());
    } else if (recorded.permitted() != now.enforced().isPermit()) {
      count(recorded.permitted() ? Kind.NOW_DENIED : Kind.NOW_PERMITTED, recorded, wouldBe);
    } else if (!recorded.observed().equals(observed)) {
      count(Kind.OBSERVED, recorded, wouldBe + andObserved(observed));
    } else if (!recorded.rule().equals(now.enforced().rule())) {
      count(Kind.ANOTHER_RULE, recorded, wouldBe);
    } else {
      same++;
    }
  }

  private static Set<Variable> unsaid(Recorded.Said said) {
    Set<Variable> unsaid = Worlds.neverRecorded();
    if (!said.groups()) {
      unsaid.add(Variable.GROUPS);
    }
    if (!said.scopes()) {
      unsaid.add(Variable.SCOPES);
    }
    return unsaid;
  }

  private void count(Kind kind, Recorded recorded, String wouldBe) {
    counts.merge(kind, 1L, Long::sum);
    Difference difference =
        new Difference(
            kind,
            recorded.route(),
            recorded.who(),
            Call.words(recorded.subject()),
            (recorded.permitted() ? "permit " : "deny ")
                + recorded.rule()
                + andObserved(recorded.observed()),
            wouldBe);
    long[] known = groups.get(difference);
    if (known != null) {
      known[0]++;
    } else if (groups.size() < MAX_GROUPS) {
      groups.put(difference, new long[] {1});
    }
  }

  private static String andObserved(String observed) {
    return observed.isEmpty() ? "" : ", observed " + observed;
  }

  /** The groups, by kind, the largest first. */
  public List<Group> groups() {
    List<Group> sorted = new ArrayList<>();
    groups.forEach((difference, count) -> sorted.add(new Group(difference, count[0])));
    sorted.sort(
        Comparator.comparing((Group group) -> group.difference().kind())
            .thenComparing(Comparator.comparingLong(Group::count).reversed())
            .thenComparing(group -> group.difference().toString()));
    return sorted;
  }

  public long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  public long same() {
    return same;
  }

  /** Records of routes that are not asked about, by path, as far as there are not too many. */
  public Map<String, Long> strangers() {
    return Map.copyOf(strangers);
  }

  /** How many records there are of such routes. */
  public long elsewhere() {
    return elsewhere;
  }
}
