package io.mcpgateway.app.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.PolicyFile;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.core.config.Problem;
import io.mcpgateway.policy.lint.Finding;
import io.mcpgateway.policy.model.Mask;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.Role;
import io.mcpgateway.policy.model.Rule;
import io.mcpgateway.policy.model.Source;
import java.util.Comparator;
import java.util.Locale;

/** Policies, and what is to be said of them, as JSON. */
public final class PolicyJson {
  private PolicyJson() {}

  /** What decides a route. */
  public static ObjectNode of(LoadedConfig config, RouteConfig route) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("route", route.path())
        .put("upstream", route.upstream())
        .put("mode", word(route.policyMode()))
        .put("policyVersion", config.access(route).version());
    json.set("policy", of(config, config.policy(route)));
    PolicySpec platform = config.platform();
    if (platform != null) {
      json.set("platformPolicy", of(config, platform));
    }
    return json;
  }

  private static ObjectNode of(LoadedConfig config, PolicySpec spec) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", spec.version()).put("mode", word(spec.mode()));
    if (spec.permitsAll()) {
      return json.put("permitAll", true);
    }
    PolicyFile file = config.file(spec);
    if (file != null) {
      json.put("file", file.name());
    }
    ArrayNode roles = json.putArray("roles");
    spec.roles().values().stream()
        .sorted(Comparator.comparingInt((Role role) -> role.source().line()))
        .forEach(role -> put(roles.addObject().put("name", role.name()), role.source()));
    ArrayNode rules = json.putArray("rules");
    for (Rule rule : spec.rules()) {
      put(
          rules
              .addObject()
              .put("name", rule.name())
              .put("mode", word(rule.mode()))
              .put("effect", rule.effect().key()),
          rule.source());
    }
    json.put("onUnmaskable", SpecWords.word(spec.onUnmaskable()));
    ArrayNode masks = json.putArray("masks");
    for (Mask mask : spec.masks()) {
      masks
          .addObject()
          .put("name", mask.name())
          .put("action", mask.action().word())
          .put("results", SpecWords.word(mask.results()))
          .put("arguments", SpecWords.word(mask.arguments()));
    }
    ArrayNode findings = json.putArray("findings");
    if (file != null) {
      file.lint(null).forEach(finding -> findings.add(of(finding)));
    }
    return json;
  }

  public static ObjectNode of(Finding finding) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("weight", word(finding.weight())).put("kind", finding.kind());
    return put(json, finding.source()).put("text", finding.text());
  }

  public static ObjectNode of(Problem problem) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("file", problem.file())
        .put("line", problem.line())
        .put("key", problem.key())
        .put("value", problem.value())
        .put("expected", problem.expected());
  }

  public static ObjectNode of(PolicyDiff diff) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("asked", diff.asked()).put("complete", diff.complete());
    ArrayNode written = json.putArray("written");
    diff.written().forEach(written::add);
    ArrayNode decided = json.putArray("decided");
    for (PolicyDiff.Change change : diff.decided()) {
      decided
          .addObject()
          .put("principal", change.principal())
          .put("subject", change.subject())
          .put("effect", change.ofEffect())
          .put("was", change.was().words())
          .put("is", change.is().words());
    }
    return json;
  }

  private static ObjectNode put(ObjectNode json, Source source) {
    return source.file() == null
        ? json
        : json.put("file", source.file()).put("line", source.line());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
