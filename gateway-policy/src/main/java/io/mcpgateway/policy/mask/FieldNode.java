package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.model.FieldPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where one stands on all field paths of a program at once: a step per member or element, however
 * many paths there are. A node is made when somebody first comes there, and for names that no path
 * has there is one for all of them, so there are few. Thread-safe.
 */
final class FieldNode {
  /** A path that is followed, and the rule it belongs to. */
  record Path(FieldPath field, int rule) {}

  /** How far one has come on a path. */
  private record Position(int path, int token) {}

  /** What the nodes of one program share. */
  private record Shared(
      List<Path> paths, Set<String> names, Map<Set<Position>, FieldNode> nodes, boolean indexed) {}

  private final Shared shared;
  private final Set<Position> positions;
  private final List<Integer> rules;
  private final Map<String, FieldNode> named = new ConcurrentHashMap<>();
  private volatile @Nullable FieldNode unnamed;

  private FieldNode(Shared shared, Set<Position> positions) {
    this.shared = shared;
    this.positions = positions;
    Set<Integer> here = new TreeSet<>();
    for (Position position : positions) {
      Path path = shared.paths.get(position.path);
      if (position.token == path.field.tokens().size()) {
        here.add(path.rule);
      }
    }
    this.rules = List.copyOf(here);
  }

  /** Where all paths begin. */
  static FieldNode of(List<Path> paths) {
    Set<String> names = new HashSet<>();
    paths.forEach(path -> names.addAll(path.field.tokens()));
    names.remove(FieldPath.ANY);
    names.remove(FieldPath.ANY_DEPTH);
    boolean indexed =
        names.stream().anyMatch(name -> name.chars().allMatch(c -> c >= '0' && c <= '9'));
    Shared shared =
        new Shared(List.copyOf(paths), Set.copyOf(names), new ConcurrentHashMap<>(), indexed);
    Set<Position> start = new HashSet<>();
    for (int path = 0; path < paths.size(); path++) {
      arrive(shared, path, 0, start);
    }
    return node(shared, start);
  }

  /** A token for any depth may stand for none at all. */
  private static void arrive(Shared shared, int path, int token, Set<Position> positions) {
    if (positions.add(new Position(path, token))) {
      List<String> tokens = shared.paths.get(path).field.tokens();
      if (token < tokens.size() && tokens.get(token).equals(FieldPath.ANY_DEPTH)) {
        arrive(shared, path, token + 1, positions);
      }
    }
  }

  private static FieldNode node(Shared shared, Set<Position> positions) {
    FieldNode known = shared.nodes.get(positions);
    return known != null
        ? known
        : shared.nodes.computeIfAbsent(Set.copyOf(positions), each -> new FieldNode(shared, each));
  }

  /** The rules whose paths end here, as they stand in the policy. */
  List<Integer> rules() {
    return rules;
  }

  /** Where a member of that name is; null if no path goes on there. */
  @Nullable FieldNode member(String name) {
    FieldNode next;
    if (shared.names.contains(name)) {
      FieldNode known = named.get(name);
      next = known != null ? known : named.computeIfAbsent(name, this::step);
    } else {
      FieldNode known = unnamed;
      next = known != null ? known : step("");
      unnamed = next;
    }
    return next.positions.isEmpty() ? null : next;
  }

  @Nullable FieldNode element(int index) {
    return member(shared.indexed ? Integer.toString(index) : "");
  }

  /** Whether a path says which element of an array it means, and means this one. */
  @SuppressWarnings("ReferenceEquality") // For the same positions there is one node.
  boolean isByIndex(int index) {
    return element(index) != member("");
  }

  private FieldNode step(String name) {
    Set<Position> next = new HashSet<>();
    for (Position position : positions) {
      List<String> tokens = shared.paths.get(position.path).field.tokens();
      if (position.token == tokens.size()) {
        continue;
      }
      String token = tokens.get(position.token);
      if (token.equals(FieldPath.ANY_DEPTH)) {
        arrive(shared, position.path, position.token, next);
      } else if (token.equals(FieldPath.ANY)
          || (token.equals(name) && shared.names.contains(name))) {
        arrive(shared, position.path, position.token + 1, next);
      }
    }
    return node(shared, next);
  }

  /** The paths of {@code rules}, numbered as they stand. */
  static List<Path> paths(List<List<FieldPath>> rules) {
    List<Path> paths = new ArrayList<>();
    for (int rule = 0; rule < rules.size(); rule++) {
      for (FieldPath field : rules.get(rule)) {
        paths.add(new Path(field, rule));
      }
    }
    return paths;
  }
}
