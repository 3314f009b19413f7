package io.mcpgateway.policy.lint;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.lint.Finding.Weight;
import io.mcpgateway.policy.model.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects findings about one file, and knows where in it everything stands. */
final class Findings {
  private final List<Finding> found = new ArrayList<>();
  private final YamlMap root;

  Findings(YamlMap root) {
    this.root = root;
  }

  void warn(String kind, Source source, String text) {
    found.add(new Finding(Weight.WARNING, kind, source, text));
  }

  void note(String kind, Source source, String text) {
    found.add(new Finding(Weight.NOTE, kind, source, text));
  }

  /** By line. */
  List<Finding> all() {
    return found.stream()
        .sorted(Comparator.comparingInt((Finding finding) -> finding.source().line()))
        .toList();
  }

  /** Where the role stands, or an element of one of its lists. */
  Source role(String name, String key, int index) {
    YamlMap roles = root.map("roles");
    YamlMap role = roles == null ? null : roles.map(name);
    return role == null ? Source.NONE : at(role, key, index);
  }

  /** Where an element of a list of a rule stands: under {@code deny}, or beside its condition. */
  Source rule(int rule, String key, int index) {
    YamlMap map = root.maps("rules").get(rule);
    YamlMap deny = map.has("deny") ? map.map("deny") : null;
    return deny != null && deny.has(key) ? at(deny, key, index) : at(map, key, index);
  }

  /** Where a pattern of a risk class stands. */
  Source risk(String name, int index) {
    YamlMap risk = root.map("risk");
    YamlMap tools = risk == null ? null : risk.map("tools");
    return tools == null ? Source.NONE : at(tools, name, index);
  }

  /** The mappings of a list of the file. */
  List<YamlMap> maps(String list) {
    return root.maps(list);
  }

  /** Calls {@code each} for every mapping of a list of the file. */
  void forEach(String list, Consumer<YamlMap> each) {
    root.maps(list).forEach(each);
  }

  static Source at(YamlMap map, @Nullable String key, int index) {
    return new Source(map.file(), key == null ? map.line() : map.line(key, index));
  }
}
