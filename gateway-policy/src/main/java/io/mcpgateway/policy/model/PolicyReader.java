package io.mcpgateway.policy.model;

import io.mcpgateway.core.config.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the YAML of one policy, noting every problem. Used once, by one thread. */
final class PolicyReader {
  private static final int MAX_RATE = 1_000_000;

  private final YamlMap root;
  private final Set<String> roleNames = new LinkedHashSet<>();
  private final Risk risk;

  PolicyReader(YamlMap root) {
    this.root = root;
    this.risk = RiskReader.read(root);
  }

  PolicySpec read(String version) {
    Mode mode = root.oneOf("mode", Mode.class, Mode.ENFORCE);
    YamlMap roleMap = root.map("roles");
    if (roleMap != null) {
      roleNames.addAll(roleMap.keys());
    }
    Map<String, Role> roles = roleMap == null ? Map.of() : roles(roleMap);
    List<Rule> rules = named(root, "rules", this::rule);
    ScopeRules scopes = ScopeReader.read(root);
    MaskRules masking = new MaskReader(root, this::scope).read();
    List<Limit> limits = named(root, "limits", this::limit);
    ArgumentRules arguments = ArgumentRules.read(root);
    CurationSpec curation = CurationReader.read(root);
    List<Repeat> repeats = named(root, "repeats", this::repeat);
    root.finish();
    return new PolicySpec(
        version, false, mode, risk, roles, rules, scopes, masking, limits, arguments, curation,
        repeats);
  }

  private Map<String, Role> roles(YamlMap map) {
    Map<String, Role> roles = new LinkedHashMap<>();
    Map<Role, YamlMap> sources = new LinkedHashMap<>();
    for (String name : map.keys()) {
      YamlMap source = map.map(name);
      if (name.isBlank() || name.contains("*")) {
        map.problem(
            name, "a role's exact name; the role that every caller has is " + PolicySpec.ANYONE);
      }
      if (source != null) {
        Set<String> includes = roleSet(source, "includes");
        Role role =
            new Role(
                name,
                includes,
                ConditionReader.members(source),
                everything(source),
                sourceOf(source));
        roles.put(name, role);
        sources.put(role, source);
        source.finish();
      }
    }
    sources.forEach(
        (role, source) -> {
          if (reaches(roles, role.includes(), role.name(), new HashSet<>())) {
            source.problem("includes", "roles that do not include " + role.name());
          }
        });
    return roles;
  }

  private static boolean reaches(
      Map<String, Role> roles, Set<String> from, String wanted, Set<String> seen) {
    for (String name : from) {
      if (name.equals(wanted)) {
        return true;
      }
      Role role = roles.get(name);
      if (role != null && seen.add(name) && reaches(roles, role.includes(), wanted, seen)) {
        return true;
      }
    }
    return false;
  }

  private Set<String> roleSet(YamlMap map, String key) {
    List<String> names = map.strings(key);
    for (int i = 0; i < names.size(); i++) {
      if (!roleNames.contains(names.get(i)) && !names.get(i).equals(PolicySpec.ANYONE)) {
        map.problem(
            key,
            i,
            roleNames.isEmpty()
                ? "a role of this policy; it has none"
                : "a role of this policy: " + String.join(", ", roleNames));
      }
    }
    return Set.copyOf(new HashSet<>(names));
  }

  static Selection selection(YamlMap map) {
    return new Selection(
        each(map, "tools", Glob::ofName),
        each(map, "resources", Glob::ofUri),
        each(map, "prompts", Glob::ofName));
  }

  private RoleScope scope(YamlMap map) {
    return new RoleScope(roleSet(map, "only-roles"), roleSet(map, "unless-roles"));
  }

  static <T> List<T> named(YamlMap root, String key, Function<YamlMap, T> read) {
    List<T> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlMap map : root.maps(key)) {
      String name = map.string("name");
      if (map.has("name") && !isName(name)) {
        map.problem("name", "1 to 64 letters, digits, dots, dashes and underscores");
      } else if (map.has("name") && !names.add(name)) {
        map.problem("name", "a name that no other of the " + key + " has");
      }
      all.add(read.apply(map));
      map.finish();
    }
    return all;
  }

  static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= 64
        && name.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '.'
                        || c == '-'
                        || c == '_');
  }

  private Rule rule(YamlMap map) {
    Selection direct = everything(map);
    YamlMap deny = map.map("deny");
    Selection denied = deny == null ? Selection.NOTHING : everything(deny);
    if (deny != null) {
      deny.finish();
    }
    Rule.Effect effect = ConditionReader.effect(map);
    boolean denies = effect instanceof Rule.Effect.Deny;
    if (denies ? denied.isEmpty() : direct.isEmpty()) {
      map.problem(
          denies ? "deny" : "tools",
          denies
              ? "a mapping of what to deny, or one of deny-when, permit-when and require"
              : "what it is about: tools, resources, prompts, asks, methods or risk");
    }
    if (denies ? !direct.isEmpty() : deny != null) {
      map.problem("deny", "what is denied in deny alone, without a condition");
    }
    return new Rule(
        map.string("name", ""),
        map.oneOf("mode", Mode.class, Mode.ENFORCE),
        scope(map),
        denies ? denied : direct,
        effect,
        sourceOf(map));
  }

  /** Whatever a role or a rule may be about. */
  private Selection everything(YamlMap map) {
    Selection named = selection(map);
    List<String> classes = map.strings("risk");
    for (int i = 0; i < classes.size(); i++) {
      if (!risk.classes().contains(classes.get(i))) {
        map.problem("risk", i, "a class of risk: " + String.join(", ", risk.classes()));
      }
    }
    return new Selection(
        named.tools(),
        named.resources(),
        named.prompts(),
        Set.copyOf(new HashSet<>(each(map, "asks", value -> constant(Ask.class, value)))),
        each(map, "methods", Glob::ofName),
        Set.copyOf(new HashSet<>(classes)));
  }

  private static Source sourceOf(YamlMap map) {
    return new Source(map.file(), map.line());
  }

  private Limit limit(YamlMap map) {
    List<Limit.Element> elements = each(map, "key", value -> constant(Limit.Element.class, value));
    if (elements.isEmpty() && map.strings("key").isEmpty()) {
      map.problem("key", "one or more of principal, tool, route");
    }
    Rate rate = rate(map);
    return new Limit(
        map.string("name", ""),
        each(map, "tools", Glob::ofName),
        elements.isEmpty() ? Set.of() : EnumSet.copyOf(elements),
        rate.amount(),
        rate.per(),
        map.integer("burst", 1, MAX_RATE, rate.amount()));
  }

  private Repeat repeat(YamlMap map) {
    if (!map.has("times")) {
      map.problem("times", "how many of the same calls are let through: 1 to " + Repeat.MAX_TIMES);
    }
    if (!map.has("within")) {
      map.problem("within", "a duration such as 30s or 10m: in how much time");
    }
    return new Repeat(
        map.string("name", ""),
        each(map, "tools", Glob::ofName),
        map.integer("times", 1, Repeat.MAX_TIMES, 1),
        map.duration("within", Duration.ofMinutes(1)),
        map.oneOf("mode", Mode.class, Mode.ENFORCE));
  }

  private record Rate(int amount, Duration per) {}

  private static Rate rate(YamlMap map) {
    String text = map.string("rate");
    int slash = text.indexOf('/');
    Duration per =
        switch (text.substring(slash + 1)) {
          case "s" -> Duration.ofSeconds(1);
          case "min" -> Duration.ofMinutes(1);
          case "h" -> Duration.ofHours(1);
          default -> Duration.ZERO;
        };
    int amount = slash < 0 ? 0 : amount(text.substring(0, slash));
    if (amount > 0 && per.isPositive()) {
      return new Rate(amount, per);
    }
    if (map.has("rate")) {
      map.problem("rate", "a rate such as 10/s, 120/min or 1000/h, at most " + MAX_RATE);
    }
    return new Rate(1, Duration.ofSeconds(1));
  }

  /** Zero if it is not a number from 1 to the largest rate. */
  private static int amount(String digits) {
    if (digits.isEmpty()
        || digits.length() > 7
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    int amount = Integer.parseInt(digits);
    return amount <= MAX_RATE ? amount : 0;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String value) {
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String word = constant.name().toLowerCase(Locale.ROOT);
      if (word.equals(value)) {
        return constant;
      }
      words.add(word);
    }
    throw new IllegalArgumentException(
        words.stream().collect(Collectors.joining(", ", "one of ", "")));
  }

  /** Reads every element of a list; one that cannot be read is a problem and left out. */
  static <T> List<T> each(YamlMap map, String key, Function<String, T> read) {
    List<T> values = new ArrayList<>();
    List<String> texts = map.strings(key);
    for (int i = 0; i < texts.size(); i++) {
      try {
        values.add(read.apply(texts.get(i)));
      } catch (IllegalArgumentException wrong) {
        map.problem(key, i, String.valueOf(wrong.getMessage()));
      }
    }
    return values;
  }
}
