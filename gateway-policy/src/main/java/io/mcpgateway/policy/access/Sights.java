package io.mcpgateway.policy.access;

import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Sight;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.condition.Condition;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.Risk;
import io.mcpgateway.policy.model.Role;
import io.mcpgateway.policy.model.Rule;
import io.mcpgateway.policy.model.Selection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a route's policies bears on what a caller's lists show, as numbers that are equal while
 * it is the same: so that after a reload only those are told whose lists may be others. Names of
 * roles, comments and what concerns other callers make no difference. Conditions are compared by
 * their text. Immutable.
 */
public final class Sights {
  private final List<Layer> layers;

  private Sights(List<Layer> layers) {
    this.layers = layers;
  }

  public static Sights of(AccessPolicy policy) {
    return new Sights(policy.layers());
  }

  public Sight of(Principal principal, Instant now) {
    return new Sight(
        number(principal, now, Primitive.TOOL),
        number(principal, now, Primitive.PROMPT),
        number(principal, now, Primitive.RESOURCE));
  }

  private long number(Principal principal, Instant now, Primitive primitive) {
    MessageDigest digest = sha256();
    for (Layer layer : layers) {
      PolicySpec spec = layer.spec();
      Set<String> lines =
          spec.permitsAll() || layer.observesAll()
              ? Set.of("all")
              : lines(spec, layer.caller(principal, now).names(), primitive);
      lines.forEach(line -> add(line, digest));
      if (primitive == Primitive.TOOL) {
        // Not where they stand, which is part of them, too.
        spec.curation().tools().forEach(tool -> add(tool.says(), digest));
      }
      digest.update((byte) 1);
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  private static void add(String line, MessageDigest digest) {
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  /** What is said to these roles about one kind of list, in an order of its own. */
  private static Set<String> lines(PolicySpec spec, Set<String> roles, Primitive primitive) {
    Set<String> lines = new TreeSet<>();
    boolean asksForRisk = false;
    for (String name : roles) {
      Role role = spec.roles().get(name);
      if (role != null) {
        add("permit ", role.permits(), primitive, lines);
        asksForRisk |= !role.permits().risk().isEmpty();
      }
    }
    for (Rule rule : spec.rules()) {
      if (!rule.isObserved() && rule.scope().covers(roles)) {
        Condition condition = rule.effect().asks();
        String said = rule.effect().key() + ' ' + (condition == null ? "" : condition.text()) + ' ';
        boolean concerned = add(said, rule.concerns(), primitive, lines);
        asksForRisk |= !rule.concerns().risk().isEmpty();
        if (concerned && condition != null) {
          // It may ask for the names of roles, and for the class of a tool.
          new TreeSet<>(roles).forEach(role -> lines.add("role " + role));
          asksForRisk = true;
        }
      }
    }
    if (asksForRisk && primitive == Primitive.TOOL) {
      addRisk(spec.risk(), lines);
    }
    return lines;
  }

  /** Whether the selection is about such things at all. */
  private static boolean add(
      String said, Selection selection, Primitive primitive, Set<String> lines) {
    int before = lines.size();
    for (Glob glob : selection.of(primitive)) {
      lines.add(said + glob.pattern());
    }
    if (primitive == Primitive.TOOL) {
      selection.risk().forEach(each -> lines.add(said + "risk " + each));
    }
    return lines.size() > before;
  }

  private static void addRisk(Risk risk, Set<String> lines) {
    lines.add("risk classes " + risk.classes() + " default " + risk.byDefault());
    for (Map.Entry<String, List<Glob>> each : risk.tools().entrySet()) {
      each.getValue().forEach(glob -> lines.add("risk " + each.getKey() + ' ' + glob.pattern()));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("the JDK lacks SHA-256", missing);
    }
  }
}
