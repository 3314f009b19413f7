package io.mcpgateway.policy.access;

import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.model.Mode;
import io.mcpgateway.policy.model.PolicySpec;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Policies of everything that policies have: roles, members, inclusion, globs, risk, rules with
 * conditions, modes and a platform. The same seed makes the same. A condition is about one argument
 * of its own, so that those of several rules can be met together.
 */
final class RandomPolicies {
  private static final List<String> ROLES = List.of("r0", "r1", "r2", "r3");
  private static final List<String> GROUPS = List.of("/g0", "/g1");

  private final Random random;
  private int rules;
  private int arguments;

  RandomPolicies(long seed) {
    this.random = new Random(seed);
  }

  AccessPolicy policy() {
    PolicySpec route = Exchanges.policy(yaml("r"));
    PolicySpec platform = random.nextInt(3) == 0 ? Exchanges.policy(yaml("p")) : null;
    return AccessPolicy.of(route, platform, random.nextInt(8) == 0 ? Mode.OBSERVE : Mode.ENFORCE);
  }

  Principal caller() {
    return random.nextInt(8) == 0
        ? Exchanges.anonymous()
        : Exchanges.inGroups(
            pick("ann", "bob"), Set.of(pick(GROUPS), pick("/none")), pick(ROLES), pick(ROLES));
  }

  private String yaml(String layer) {
    StringBuilder yaml = new StringBuilder();
    if (random.nextInt(8) == 0) {
      yaml.append("mode: observe\n");
    }
    yaml.append("risk: { default: ").append(pick("read", "write", "destructive"));
    yaml.append(", tools: { read: [").append(globs(3)).append("], write: [");
    yaml.append(globs(2)).append("] } }\nroles:\n");
    for (String role : ROLES) {
      yaml.append("  ").append(role).append(": { tools: [").append(globs(3)).append(']');
      yaml.append(", resources: [").append(uris()).append("], prompts: [").append(globs(2));
      yaml.append(']');
      if (random.nextInt(3) == 0) {
        yaml.append(", risk: [").append(pick("read", "write", "destructive")).append(']');
      }
      if (random.nextInt(3) == 0) {
        yaml.append(", members: { groups: [").append(pick(GROUPS));
        yaml.append(random.nextBoolean() ? "] }" : "], when: \"principal.subject == 'bob'\" }");
      }
      if (!role.equals("r0") && random.nextInt(3) == 0) {
        yaml.append(", includes: [r0]");
      }
      yaml.append(" }\n");
    }
    yaml.append("rules:\n");
    for (int i = random.nextInt(5); i >= 0; i--) {
      yaml.append("  - ").append(rule(layer)).append('\n');
    }
    return yaml.toString();
  }

  private String rule(String layer) {
    StringBuilder yaml = new StringBuilder("{ name: ").append(layer).append(rules++);
    if (random.nextInt(4) == 0) {
      yaml.append(", mode: observe");
    }
    if (random.nextInt(3) == 0) {
      yaml.append(random.nextBoolean() ? ", only-roles: [" : ", unless-roles: [");
      yaml.append(pick(ROLES)).append(']');
    }
    String concerns =
        switch (random.nextInt(4)) {
          case 0 -> "resources: [" + uris() + "]";
          case 1 -> "prompts: [" + globs(2) + "]";
          case 2 -> "risk: [" + pick("read", "write", "destructive") + "]";
          default -> "tools: [" + globs(2) + "]";
        };
    int kind = random.nextInt(4);
    if (kind == 0) {
      return yaml.append(", deny: { ").append(concerns).append(" } }").toString();
    }
    yaml.append(", ").append(concerns).append(", ");
    yaml.append(List.of("deny-when", "permit-when", "require").get(kind - 1)).append(": \"");
    return yaml.append(condition()).append("\" }").toString();
  }

  private String condition() {
    return switch (random.nextInt(6)) {
      case 0 -> "principal.subject == 'ann'";
      case 1 -> "'r1' in principal.roles";
      case 2 -> "principal.claims.none == 1";
      case 3 -> "tool.risk == 'read'";
      // Only what takes arguments can be asked with some: what is read or listed has none.
      case 4 -> "tool.name != '' && " + argument() + " > 5";
      default -> "(tool.name != '' && " + argument() + " == 'x') || principal.tenant == 't'";
    };
  }

  private String argument() {
    return "args.a" + arguments++;
  }

  private String globs(int most) {
    return IntStream.range(0, random.nextInt(most) + 1)
        .mapToObj(_ -> '"' + glob() + '"')
        .collect(Collectors.joining(", "));
  }

  private String glob() {
    String name = name();
    int at = random.nextInt(name.length() + 1);
    return switch (random.nextInt(6)) {
      case 0, 1 -> name;
      case 2 -> name.substring(0, at) + "*";
      case 3 -> "*" + name.substring(at);
      case 4 -> name.substring(0, at) + "*" + name.substring(Math.min(at + 1, name.length()));
      default -> "*";
    };
  }

  private String uris() {
    return IntStream.range(0, random.nextInt(2) + 1)
        .mapToObj(
            _ ->
                switch (random.nextInt(4)) {
                  case 0 -> "\"x://" + name().toLowerCase(Locale.ROOT) + "/**\"";
                  case 1 -> "\"x://h/*\"";
                  case 2 -> "\"x://h/" + name() + "/*\"";
                  default -> "\"x://h/" + name() + "\"";
                })
        .collect(Collectors.joining(", "));
  }

  String uri() {
    return "x://h/" + name() + (random.nextBoolean() ? "" : "/" + name());
  }

  String name() {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      name.append(pick("a", "b", "_", "A"));
    }
    return name.toString();
  }

  @Nullable String annotations() {
    return switch (random.nextInt(4)) {
      case 0 -> "{\"readOnlyHint\":true}";
      case 1 -> "{\"readOnlyHint\":false}";
      case 2 -> "{\"destructiveHint\":true}";
      default -> null;
    };
  }

  /** How many arguments conditions look at: {@code a0}, {@code a1} and so on. */
  int arguments() {
    return arguments;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
