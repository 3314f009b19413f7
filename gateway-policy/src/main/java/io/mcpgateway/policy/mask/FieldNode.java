package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.model.FieldPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All field paths of a program as one automaton: a step per member or element, however many paths
 * there are. Immutable.
 */
final class FieldNode {
  /** A path that is followed, and the rule it belongs to. */
  record Path(FieldPath field, int rule) {}

  private final Map<String, FieldNode> named = new HashMap<>();
  private @Nullable FieldNode any;
  private int rule = -1;

  private FieldNode() {}

  static FieldNode of(List<Path> paths) {
    return of(paths, 0);
  }

  private static FieldNode of(List<Path> paths, int depth) {
    FieldNode node = new FieldNode();
    for (Path path : paths) {
      List<String> tokens = path.field().tokens();
      if (tokens.size() == depth) {
        // Of two rules that name the same member, the first of the file holds.
        node.rule = node.rule < 0 ? path.rule() : Math.min(node.rule, path.rule());
      } else if (tokens.get(depth).equals(FieldPath.ANY)) {
        if (node.any == null) {
          node.any = of(those(paths, depth, FieldPath.ANY), depth + 1);
        }
      } else if (!node.named.containsKey(tokens.get(depth))) {
        node.named.put(tokens.get(depth), of(those(paths, depth, tokens.get(depth)), depth + 1));
      }
    }
    return node;
  }

  private static List<Path> those(List<Path> paths, int depth, String token) {
    return paths.stream()
        .filter(path -> path.field().tokens().size() > depth)
        .filter(
            path -> {
              String own = path.field().tokens().get(depth);
              return own.equals(token) || own.equals(FieldPath.ANY);
            })
        .toList();
  }

  /** The rule that masks the value here, or −1. */
  int rule() {
    return rule;
  }

  @Nullable FieldNode member(String name) {
    FieldNode node = named.get(name);
    return node == null ? any : node;
  }

  @Nullable FieldNode element(int index) {
    return named.isEmpty() ? any : member(Integer.toString(index));
  }
}
