package io.mcpgateway.app.policy;

import io.mcpgateway.app.policy.CallReader.Circumstance;
import io.mcpgateway.app.policy.PolicyTest.CallCase;
import io.mcpgateway.app.policy.PolicyTest.Case;
import io.mcpgateway.app.policy.PolicyTest.ListCase;
import io.mcpgateway.app.policy.PolicyTest.Listed;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.access.Circumstances.Arguments;
import io.mcpgateway.policy.access.Question.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the cases of one test file; what is wrong goes to the problems of its mapping. */
public final class PolicyTestReader {
  private static final Principal NOBODY = new Principal.Anonymous();

  private final Map<String, Principal> principals;
  private final Map<String, ToolDefinition> tools;
  private final Circumstance defaults;
  private final Set<String> names = new HashSet<>();

  private PolicyTestReader(
      Map<String, Principal> principals, Map<String, ToolDefinition> tools, Circumstance defaults) {
    this.principals = principals;
    this.tools = tools;
    this.defaults = defaults;
  }

  /**
   * What a test file says of the policy that it is about.
   *
   * @param config {@code gateway.yaml}, or null
   * @param route the path of a route of it; beside a policy alone what conditions take for it, or
   *     null
   * @param policy a policy alone, or null
   * @param platform a policy above it, or null
   * @param upstream what conditions take for the name of the upstream of a policy alone, or null
   */
  public record Subjects(
      @Nullable String config,
      @Nullable String route,
      @Nullable String policy,
      @Nullable String platform,
      @Nullable String upstream) {

    /** Reads which policy a file is about; exactly one way to say so is expected. */
    public static Subjects read(YamlMap root) {
      Subjects subjects =
          new Subjects(
              root.optionalString("config"),
              root.optionalString("route"),
              root.optionalString("policy"),
              root.optionalString("platform-policy"),
              root.optionalString("upstream"));
      if ((subjects.config == null) == (subjects.policy == null)) {
        root.problem(
            subjects.policy == null ? "config" : "policy", "either config and route, or policy");
      }
      if (subjects.config != null && subjects.route == null) {
        root.problem("route", "the path of a route of " + subjects.config);
      }
      if (subjects.config != null && subjects.platform != null) {
        root.problem("platform-policy", "nothing beside config, which says it");
      }
      if (subjects.config != null && subjects.upstream != null) {
        root.problem("upstream", "nothing beside config, which says it");
      }
      return subjects;
    }
  }

  /** The cases, all of what {@link Subjects} leaves of the file. */
  public static List<Case> cases(YamlMap root, Instant now) {
    YamlMap principals = root.map("principals");
    YamlMap tools = root.map("tools");
    YamlMap defaults = root.map("defaults");
    Circumstance none = new Circumstance(Era.MODERN, null, now);
    PolicyTestReader reader =
        new PolicyTestReader(
            principals == null ? Map.of() : Principals.named(principals),
            tools == null ? Map.of() : CallReader.definitions(tools),
            defaults == null ? none : Circumstance.read(defaults, none));
    if (defaults != null) {
      defaults.finish();
    }
    List<Case> cases = new ArrayList<>();
    for (YamlMap each : root.maps("cases")) {
      cases.add(reader.one(each));
      each.finish();
    }
    if (cases.isEmpty()) {
      root.problem("cases", "at least one case");
    }
    root.finish();
    return cases;
  }

  private Case one(YamlMap map) {
    String name = map.string("name");
    if (!name.isEmpty() && !names.add(name)) {
      map.problem("name", "a name that no other case has");
    }
    String principal = map.string("principal");
    Principal caller = principals.get(principal);
    if (caller == null && !principal.isEmpty()) {
      map.problem(
          "principal",
          principals.isEmpty()
              ? "one of principals, of which there are none"
              : "one of " + String.join(", ", principals.keySet()));
    }
    Principal who = caller == null ? NOBODY : caller;
    if (map.has("call") == map.has("list")) {
      map.problem(map.has("list") ? "list" : "call", "either call or list");
    }
    return map.has("list") ? list(map, name, principal, who) : call(map, name, principal, who);
  }

  private CallCase call(YamlMap map, String name, String principal, Principal caller) {
    YamlMap call = map.map("call");
    Boolean expected = permit(map, "expect");
    if (!map.has("expect")) {
      map.problem("expect", "permit or deny");
    }
    return new CallCase(
        name,
        map.line(),
        principal,
        caller,
        call == null
            ? Call.of(new Subject.AnyTool(), Call.known(null), defaults.now())
            : new CallReader(tools, defaults).read(call),
        expected != null && expected,
        map.optionalString("rule"),
        permit(map, "observed"));
  }

  private static @Nullable Boolean permit(YamlMap map, String key) {
    String word = map.optionalString(key);
    return switch (word) {
      case null -> null;
      case "permit" -> true;
      case "deny" -> false;
      default -> {
        map.problem(key, "permit or deny");
        yield null;
      }
    };
  }

  /** What can be listed. */
  private enum Kind {
    TOOLS,
    RESOURCES,
    TEMPLATES,
    PROMPTS
  }

  private ListCase list(YamlMap map, String name, String principal, Principal caller) {
    Kind kind = map.oneOf("list", Kind.class, Kind.TOOLS);
    List<String> of = map.strings("of");
    if (!map.has("of")) {
      of = kind == Kind.TOOLS ? List.copyOf(tools.keySet()) : of;
      if (of.isEmpty()) {
        map.problem("of", "the " + kind.name().toLowerCase(Locale.ROOT) + " that there are");
      }
    }
    List<String> shown = map.strings("shows");
    if (!map.has("shows")) {
      map.problem("shows", "those of them that the caller sees, or []");
    }
    for (String each : shown) {
      if (!of.contains(each)) {
        map.problem("shows", "some of what there is; " + each + " is not in it");
      }
    }
    List<Listed> entries = new ArrayList<>();
    for (String each : of) {
      Subject subject = subject(kind, each);
      entries.add(
          new Listed(
              each,
              new Call(
                  subject,
                  Call.methodOf(subject),
                  new Arguments.Unknown(),
                  defaults.era(),
                  defaults.client(),
                  kind == Kind.TOOLS ? tools.get(each) : null,
                  defaults.now())));
    }
    return new ListCase(name, map.line(), principal, caller, entries, shown);
  }

  private static Subject subject(Kind kind, String name) {
    return switch (kind) {
      case TOOLS -> new Subject.Use(Primitive.TOOL, name);
      case RESOURCES -> new Subject.Use(Primitive.RESOURCE, name);
      case PROMPTS -> new Subject.Use(Primitive.PROMPT, name);
      case TEMPLATES -> new Subject.Template(name);
    };
  }
}
